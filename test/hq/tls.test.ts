import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { connect, type TLSSocket } from 'node:tls'
import { expect, onTestFinished, test } from 'vitest'
import { seededChance } from '../../exchange/chance.ts'
import { systemClock } from '../../exchange/clock.ts'
import { silentLog } from '../../exchange/log.ts'
import { ownTls } from '../../hq/web/own-certificate.ts'
import { startHq } from '../../hq/running-hq.ts'

const ownFolder = (): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kaodian-hq-tls-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
const dial = (port: number, options: object) =>
  new Promise<TLSSocket>((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', ...options }, () => resolve(socket))
    socket.on('error', reject)
  })

test('HQ serves TLS by itself; its key’s pin is what packages carry, and stays over restarts', async () => {
  const folder = ownFolder()
  const names = ['localhost', '127.0.0.1', '::1', 'hq.example.cn', 'fe80::1%eth0']
  const hq = await startHq({ folder, program: 'test', log: silentLog, port: 0, tls: names })
  expect(hq.web.url).toMatch(/^https:/)
  const { pin, cert } = await ownTls(folder, names, systemClock, seededChance('x'))
  expect(hq.inside.keys.tlsPin).toBe(pin)

  // whoever trusts exactly this certificate is let in by every name it was made for
  for (const servername of ['localhost', 'hq.example.cn']) {
    const socket = await dial(hq.web.port, { servername, rejectUnauthorized: false })
    const peer = socket.getPeerX509Certificate()!
    expect(createHash('sha256').update(peer.publicKey.export({ format: 'der', type: 'spki' })).digest('hex')).toBe(pin)
    expect(peer.checkHost(servername)).toBeDefined()
    expect(peer.checkIP('127.0.0.1')).toBe('127.0.0.1')
    expect(peer.verify(peer.publicKey)).toBe(true)
    const trusted = await dial(hq.web.port, { servername, ca: peer.toString() })
    expect(trusted.authorized).toBe(true)
    trusted.destroy()
    socket.destroy()
  }
  await expect(dial(hq.web.port, { servername: 'localhost' })).rejects.toThrow()
  expect(cert).toContain('BEGIN CERTIFICATE')
  await hq.stop()

  const again = await startHq({ folder, program: 'test', log: silentLog, port: 0, tls: names })
  expect(again.inside.keys.tlsPin).toBe(pin)
  await again.stop()
  const plain = await startHq({ folder, program: 'test', log: silentLog, port: 0 })
  expect(plain.inside.keys.tlsPin).toBeUndefined()
  await plain.stop()
})

test('nobody is let in under anything older than TLS 1.3', async () => {
  const hq = await startHq({ folder: ownFolder(), program: 'test', log: silentLog, port: 0, tls: ['localhost'] })
  const older = { servername: 'localhost', rejectUnauthorized: false, minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' }
  await expect(dial(hq.web.port, older)).rejects.toThrow(/protocol version/)
  // the same question of somebody who can do better
  const newer = await dial(hq.web.port, { ...older, maxVersion: 'TLSv1.3' })
  expect(newer.getProtocol()).toBe('TLSv1.3')
  newer.destroy()
  await hq.stop()
})
