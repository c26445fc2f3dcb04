import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import { lockout } from '../../station/pins.ts'
import { practiceAccounts } from '../../station/practice-accounts.ts'
import { freshCommand, ownFolder, type Json } from './web-station.ts'

// programs are started again and again; a busy machine takes its time over each
vi.setConfig({ testTimeout: 120_000 })

interface Child {
  process: ChildProcess
  post(method: string, input: Json, token?: string): Promise<Json>
  kill(): Promise<void>
}

async function start(folder: string): Promise<Child> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'killed-station.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const { url } = JSON.parse(line) as { url: string }
  return {
    process: child,
    post: async (method, input, token = '') => {
      const response = await fetch(`${url}/api/${method.replace('.', '/')}`, {
        method: 'POST',
        body: JSON.stringify(input),
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      })
      return (await response.json()) as Json
    },
    kill: async () => {
      child.kill('SIGKILL')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    },
  }
}

interface Account {
  operator: string
  pin: string
}

const rehearse = async (child: Child): Promise<Account[]> => {
  const opened = await child.post('venue.openRehearsal', {
    cmd: freshCommand(),
    rehearsal: 'shenzhen-2023',
    candidates: 20,
    seed: 1,
  })
  return opened['accounts'] as Account[]
}

test('the count of wrong PINs survives kill −9 after any try, and the lock with it', async () => {
  const folder = ownFolder()
  let child = await start(folder)
  const accounts = await rehearse(child)
  const { operator, pin } = accounts.find((account) => account.operator === 'judge-1')!
  const tries: unknown[] = []
  for (let turn = 1; turn < lockout.waitFrom; turn += 1) {
    tries.push(((await child.post('operators.signIn', { operator, pin: '000000' }))['refused'] as Json)['detail'])
    await child.kill()
    child = await start(folder)
  }
  expect(tries).toEqual([4, 3, 2, 1].map((left) => ({ left: String(left) })))
  // killed in the middle of the check: the try is counted although nobody was answered
  void child.post('operators.signIn', { operator, pin: '000000' }).catch(() => undefined)
  const deadline = Date.now() + 10_000
  let locked: unknown = null
  while (locked === null && Date.now() < deadline) {
    const names = Object.values((await child.post('operators.names', {})) as Record<string, Json>)
    locked = names.find((each) => each['operator'] === operator)?.['lockedUntil']
  }
  await child.kill()
  child = await start(folder)
  expect(await child.post('operators.signIn', { operator, pin })).toMatchObject({
    ok: false,
    refused: { reason: 'pin_locked' },
  })
  await child.kill()
})

test('what was acknowledged before kill −9 is there afterwards, once; tokens are gone', async () => {
  const folder = ownFolder()
  let child = await start(folder)
  const { operator, pin } = (await rehearse(child))[0]!
  const acknowledged: string[] = []
  let token = ''
  for (let round = 0; round < 4; round += 1) {
    token = String((await child.post('operators.signIn', { operator, pin }))['token'])
    const sending = Array.from({ length: 6 }, async (_, n) => {
      const name = `裁判 ${String(round)}-${String(n)}`
      const answer = await child
        .post('operators.add', { cmd: freshCommand(), name, roles: ['judge'], pin: '480315' }, token)
        .catch((): Json => ({}))
      if (answer['ok'] === true) acknowledged.push(name)
    })
    await sending[round]
    await child.kill()
    await Promise.all(sending)
    child = await start(folder)
  }
  expect(await child.post('operators.me', {}, token)).toMatchObject({ code: 'UNAUTHORIZED' })
  token = String((await child.post('operators.signIn', { operator, pin }))['token'])
  const listed = Object.values((await child.post('operators.list', {}, token)) as Record<string, Json>).map(
    (each) => each['name'],
  )
  for (const name of acknowledged)
    expect(
      listed.filter((each) => each === name),
      name,
    ).toHaveLength(1)
  expect(acknowledged.length).toBeGreaterThanOrEqual(4)
  expect(await child.post('system.verify', { full: true }, token)).toMatchObject({ ok: true })
  await child.kill()
})

test.each(['preparing', 'preparing/station.key.json', 'preparing/kaodian.db', 'station.key.json', 'kaodian.db'])(
  'a set-up killed as soon as %s appears leaves no venue or a whole one',
  async (sign) => {
    const folder = ownFolder()
    const child = await start(folder)
    const opening = child
      .post('venue.openRehearsal', { cmd: freshCommand(), rehearsal: 'wuhan-2025', candidates: 400, seed: 1 })
      .catch((): Json => ({}))
    while (!existsSync(path.join(folder, sign))) await nextTurn()
    await child.kill()
    await opening
    const again = await start(folder)
    const { state } = await again.post('venue.state', {})
    expect(['empty', 'ready']).toContain(state)
    const cmd = freshCommand()
    const opened = await again.post('venue.openRehearsal', { cmd, rehearsal: 'wuhan-2025', candidates: 400, seed: 1 })
    if (state === 'empty') expect(opened).toMatchObject({ ok: true })
    else expect(opened).toMatchObject({ refused: { reason: 'venue_exists' } })
    const { operator, pin } = practiceAccounts('wuhan-2025', 1)[0]!
    const token = String((await again.post('operators.signIn', { operator, pin }))['token'])
    expect(await again.post('system.verify', { full: true }, token)).toMatchObject({ ok: true })
    expect(await again.post('venue.state', {})).toMatchObject({ state: 'ready', candidates: 400 })
    await again.kill()
  },
)
