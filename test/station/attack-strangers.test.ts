import { request } from 'node:http'
import { expect, test } from 'vitest'
import { webStation, type WebStation } from './web-station.ts'

/** Sends the head of a POST that announces a large body and only its first bytes; answers as soon as the station does. */
function announce(station: WebStation, path: string, headers: Record<string, string>): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const asked = request({
      host: '127.0.0.1', port: station.web.port, path, method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': String(39_000_000), ...headers },
    }, (answer) => {
      let body = ''
      answer.on('data', (piece: Buffer) => (body += piece.toString()))
      answer.on('end', () => {
        asked.destroy()
        resolve({ status: answer.statusCode ?? 0, body })
      })
    })
    asked.on('error', reject)
    asked.write('{"photo":"')
  })
}

test('a stranger’s file is refused before it is read, on both faces, in the words of the gate', async () => {
  const station = await webStation()
  const judge = await station.signIn('judge-1')
  for (const noun of ['checkIn/doubt', 'psych/previewFile', 'psych/importFile']) {
    expect(await announce(station, `/api/${noun}`, {})).toMatchObject({ status: 401, body: expect.stringContaining('not_signed_in') as string })
    const wrapped = await announce(station, `/rpc/${noun}`, { authorization: `Bearer ${'x'.repeat(43)}` })
    expect(JSON.parse(wrapped.body)).toMatchObject({ json: { code: 'UNAUTHORIZED', status: 401, data: { reason: 'not_signed_in' } } })
    expect(await announce(station, `/api/${noun}`, { authorization: `Bearer ${judge}` })).toMatchObject({ status: 403 })
  }
})

test('a second account cannot be made to read like the first: blanks, wide letters and case do not make a name', async () => {
  const station = await webStation()
  const chief = await station.signIn('chief-1')
  for (const name of ['演练主考 甲', '演练　主考甲', '演练主考\u2060甲']) {
    const { body } = await station.call('operators.add', { cmd: station.cmd(), name, roles: ['supervisor'], pin: '738291' }, chief)
    expect(body).toMatchObject({ refused: { reason: 'operator_exists' } })
  }
  const cmd = station.cmd()
  const fresh = { cmd, name: '新监督', roles: ['supervisor'], pin: '738291' }
  expect((await station.call('operators.add', fresh, chief)).body).toMatchObject({ ok: true })
  expect((await station.call('operators.add', { ...fresh, roles: ['chief'] }, chief)).body).toMatchObject({ refused: { reason: 'command_reused' } })
})
