import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { newCommand, seededChance, systemChance, type Chance } from '../../exchange/chance.ts'
import { handClock, type Clock } from '../../exchange/clock.ts'
import { silentLog } from '../../exchange/log.ts'
import type { NewAccount } from '../../station/practice-accounts.ts'
import { openStation, type Station } from '../../station/station.ts'
import { startWeb, type WebFace, type WebOptions } from '../../station/web.ts'

export type Json = Record<string, unknown>

/** A station on a folder of its own behind real HTTP, and ways to call it as an outsider would. */
export interface WebStation {
  folder: string
  station: Station
  web: WebFace
  clock: ReturnType<typeof handClock>
  /** POST /api/noun/method with plain JSON. */
  call(
    method: string,
    input?: Json,
    token?: string,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: Json }>
  /** Signs a practice account in; throws when refused. */
  signIn(operator: string): Promise<string>
  accounts: NewAccount[]
  cmd(): string
}

/** A folder that is removed when the test is over. */
export function ownFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'kaodian-station-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Ids that never repeat within a run. */
export function freshCommand(chance: Chance = systemChance): string {
  return newCommand(1_700_000_000_000, chance)
}

export async function webStation(
  options: {
    rehearsal?: string | null
    clock?: Clock
    check?: WebOptions['check']
    page?: string
    folder?: string
  } = {},
): Promise<WebStation> {
  const folder = options.folder ?? ownFolder()
  const clock = handClock()
  const station = await openStation({
    folder,
    clock,
    chance: seededChance(folder),
    program: 'kaodian test',
    log: silentLog,
  })
  const web = await startWeb({
    station,
    port: 0,
    ...(options.check !== undefined && { check: options.check }),
    ...(options.page !== undefined && { page: options.page }),
  })
  onTestFinished(async () => {
    await web.stop()
    await station.close()
  })
  const call: WebStation['call'] = async (method, input = {}, token = '', headers = {}) => {
    const response = await fetch(`${web.url}/api/${method.replace('.', '/')}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token !== '' && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      body: JSON.stringify(input),
    })
    return { status: response.status, body: (await response.json()) as Json }
  }
  let accounts: NewAccount[] = []
  if (options.rehearsal !== null) {
    const opened = await call('venue.openRehearsal', {
      cmd: freshCommand(),
      rehearsal: options.rehearsal ?? 'shenzhen-2023',
      candidates: 40,
      seed: 1,
    })
    if (opened.body['ok'] !== true) throw new Error(`the rehearsal did not open: ${JSON.stringify(opened.body)}`)
    accounts = opened.body['accounts'] as NewAccount[]
  }
  return {
    folder,
    station,
    web,
    clock,
    call,
    accounts,
    cmd: () => freshCommand(),
    signIn: async (operator) => {
      const pin = accounts.find((account) => account.operator === operator)?.pin ?? ''
      const { body } = await call('operators.signIn', { operator, pin })
      if (typeof body['token'] !== 'string') throw new Error(`${operator} could not sign in: ${JSON.stringify(body)}`)
      return body['token']
    },
  }
}
