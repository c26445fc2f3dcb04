import { sql } from 'kysely'
import { newCommand, systemChance, type Chance } from '../exchange/chance.ts'
import { systemClock, type Clock } from '../exchange/clock.ts'
import { makeLog, type Log } from '../exchange/log.ts'
import { selfTest } from '../exchange/self-test.ts'
import { again } from './again.ts'
import { hqKeys, HqUnusable } from './keys.ts'
import type { Inside } from './inside.ts'
import { ownTls, type OwnTls } from './web/own-certificate.ts'
import { appendHq } from './own-ledger.ts'
import { startTrouble } from './start-trouble.ts'
import { openStore, type Store, type Trx } from './store.ts'

export interface HqOptions {
  folder: string
  databaseUrl?: string | undefined
  program?: string
  clock?: Clock
  chance?: Chance
  log?: Log
  /** Serves TLS with its own certificate, made for these names and addresses. */
  tls?: readonly string[] | undefined
}

/** A started HQ without its face; `close` lets go of the database. */
export interface OpenedHq {
  readonly inside: Inside
  /** Key and certificate, where `tls` was asked for. */
  readonly tls: OwnTls | undefined
  close(): Promise<void>
}

/** Writes into HQ's own ledger that a process started; done once it can be reached. */
export async function noteStart(inside: Inside): Promise<void> {
  await inside.acting(async (_trx, append) => {
    await append({ by: 'system', cmd: newCommand(inside.clock.now(), inside.chance), type: 'hq.started', body: { program: inside.program, publicKey: inside.keys.publicKey }, recruitment: null })
  })
}

/** Opens HQ on its folder and database and makes what is missing. Throws `HqUnusable`. */
export async function openHq(options: HqOptions): Promise<OpenedHq> {
  const wrong = selfTest()
  if (wrong.length > 0) throw new HqUnusable(`加密算法自检未通过：${wrong.join('、')}。请使用程序自带的 Node。`)
  const store = await openStore(options).catch((error: unknown) => {
    throw startTrouble(error, options)
  })
  try {
    const tls = options.tls === undefined ? undefined : await ownTls(options.folder, options.tls, options.clock ?? systemClock, options.chance ?? systemChance)
    return { inside: await makeInside(store, options, tls?.pin), tls, close: () => store.close() }
  } catch (error) {
    await store.close()
    throw error
  }
}

async function makeInside(store: Store, options: HqOptions, tlsPin: string | undefined): Promise<Inside> {
  const { folder, program = 'kaodian hq', clock = systemClock, chance = systemChance, log = makeLog('warn') } = options
  const keys = { ...(await hqKeys(folder, store, chance)), ...(tlsPin === undefined ? {} : { tlsPin }) }
  return {
    folder, program, store, clock, chance, keys, log,
    process: chance.bytes(8).toString('hex'),
    acting: (work) =>
      again(() => store.db.transaction().execute((trx) =>
        work(trx, (act) => appendHq(trx, store.kind, { id: keys.id, key: keys.signing }, clock.now(), act)),
      )),
    touch: (trx, recruitment, ...nouns) => touch(trx, recruitment, nouns),
  }
}

async function touch(trx: Trx, recruitment: number, nouns: readonly string[]): Promise<void> {
  // always in the same order, so that two transactions never wait for each other
  for (const noun of [...new Set(nouns)].sort()) {
    await trx
      .insertInto('pulse')
      .values({ recruitment, noun, n: 1 })
      .onConflict((row) => row.columns(['recruitment', 'noun']).doUpdateSet({ n: sql`pulse.n + 1` }))
      .execute()
  }
}
