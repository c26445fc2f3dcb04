import path from 'node:path'
import { parsePack, type RulePack } from '../shared/pack-schema.ts'
import type { StationKeys } from '../db/key-file.ts'
import { stationId } from '../db/envelope.ts'
import { factById, heads, openLedger } from '../db/ledger.ts'
import { openDatabase, type Db } from '../db/open.ts'
import { mustRenewKey, recordRestore } from '../db/restored.ts'
import { DatabaseUnusable } from '../db/unusable.ts'
import { makeAccounts, type Accounts } from './accounts.ts'
import { bringPackage } from './amendment-line.ts'
import { newCommand, type Chance } from '../exchange/chance.ts'
import type { Clock } from '../exchange/clock.ts'
import type { Hello } from '../exchange/messages.ts'
import { makeHealth, type Health } from './health.ts'
import { erase, finishErase, orderDue, ordersDone } from './hq-erase.ts'
import { openHqDesk, type HqDesk } from './hq-link.ts'
import { renewSigning, type Keeper } from './keys.ts'
import { makeLiveHub, type LiveHub } from './live-hub.ts'
import type { Log } from '../exchange/log.ts'
import { ledgerView } from './ledger-view.ts'
import type { FactDraft, OpenVenue } from './open-venue.ts'
import { keepPaper, paperFolderOf } from './paper-folder.ts'
import { makeRecording, type Recording } from './recording.ts'
import { stationNames } from './station-names.ts'
import { countUnsent, oldestUnsent, syncBrief } from './sync-state.ts'
import { StationUnusable } from './unusable.ts'
import type { Caller } from './use-cases.ts'
import { venueClock } from './venue-clock.ts'
import { readVenueMeta, textHash, type VenueMeta } from './venue-meta.ts'

/** A venue that is open in this process: what use-cases see of it, and what the station itself needs. */
export interface RunningVenue
  extends OpenVenue, Omit<Accounts, 'reread' | 'present'>, Recording, Pick<Health, 'trouble' | 'freeBytes'> {
  readonly meta: VenueMeta
  readonly station: string
  /** What people call this station. */
  readonly stationName: string
  /** What stations of this ledger are called, by key id. */
  stationNames(): Readonly<Record<string, string>>
  readonly keys: StationKeys
  readonly hub: LiveHub
  /** The station's end of the line to HQ. */
  readonly hq: HqDesk
  /** Id of HQ's key; empty where the venue has no HQ. */
  hqId(): string
  /** What this station says of itself to HQ. */
  greeting(): Pick<Hello, 'said' | 'packageVersion' | 'erased'>
  /** Personal data went from this venue on HQ's order: only numbers are shown. */
  erased(): boolean
  factCount(): number
  /** Hash of this station's last fact, hex. */
  head(): string
  /**
   * Records that another exam package was taken and stores it (`store`), in one commit; from then on this venue works by
   * it: what was held in memory is made anew, who is signed in stays so, and every screen reads again.
   */
  amend(caller: Caller, drafts: readonly FactDraft[], cmd: string, store: () => void): ReturnType<OpenVenue['recordAll']>
  /** Moves a rehearsal's clock (ms). */
  moveClock(to: number): void
  /** A command id for what the station records by itself. */
  newCommand(): string
  close(): void
}

export const databaseFile = 'kaodian.db'

export interface VenueParts {
  folder: string
  keys: StationKeys
  /** The machine's clock. */
  clock: Clock
  chance: Chance
  log: Log
  keeper: Keeper
  /** Name and version, as HQ shows it. */
  program: string
}

/**
 * Opens the venue that lies in `folder`. A restored one first gets a fresh signing key: the old stream may have gone on
 * elsewhere. Throws `StationUnusable` when it cannot be used as it is.
 */
export async function runVenue(parts: VenueParts): Promise<RunningVenue> {
  const { folder, keys } = parts
  const db = open(folder, keys)
  try {
    const stored = readVenueMeta(db)
    if (stored === null) {
      throw new StationUnusable('database_unusable', `数据库 ${path.join(folder, databaseFile)} 里没有考点。`)
    }
    return run(db, stored, mustRenewKey(db, keys.station) ? { ...parts, keys: await renewSigning(folder, keys, parts) } : parts)
  } catch (error) {
    db.close()
    throw error
  }
}

function run(db: Db, stored: VenueMeta, parts: VenueParts): RunningVenue {
  const { folder, keys, chance, log } = parts
  let pack = packOf(stored)
  const time = venueClock(db, stored, parts.clock, lastFactAt(db))
  const { clock } = time
  const { exam, venue, mode } = stored
  const ledger = openLedger(db, { exam, venue, signingKey: keys.signing, clock })
  let seen = ledgerView(ledger)
  const newId = (): string => newCommand(clock.now(), chance)
  recordRestore(db, ledger, newId())

  const counted = (): number => heads(db).reduce((sum, each) => sum + each.seq, 0)
  let count = counted()
  const head = (): string => heads(db).find((each) => each.station === ledger.station)?.hash ?? ''
  const health = makeHealth({ db, folder, clock: parts.clock, live: mode === 'live', kept: parts.keeper.kept })
  const hub = makeLiveHub(() => ({
    now: clock.now(),
    facts: count,
    head: head().slice(0, 20),
    trouble: health.trouble(),
    hq: syncBrief({ db, hq }),
  }))
  const recording = makeRecording(db, ledger, (trouble) => {
    health.wrote(trouble)
    if (trouble === null) return
    log.error({ reason: trouble }, 'nothing can be recorded')
    // what was rolled back may have been told already
    count = counted()
    accounts.reread()
    hub.noun('venue')
  })
  const accounts = makeAccounts({
    db,
    pepper: keys.pepper,
    clock: parts.clock,
    shown: clock,
    chance,
    record: recording.record,
    newCommand: newId,
  })
  let names = once(() => stationNames(db, ledger.station, stored.stationName))
  let erased = ordersDone(db).length > 0
  finishErase({ db, folder })
  const stopListening = ledger.onAppended((facts) => {
    count += facts.length
    if (facts.some((fact) => fact.type === 'venue.erased')) erased = true
    if (facts.some((fact) => fact.type.startsWith('operator.'))) accounts.reread()
    if (facts.some((fact) => fact.type === 'station.named')) names = once(() => stationNames(db, ledger.station, stored.stationName))
    health.facts(facts)
    hub.facts(facts)
    hq.facts()
  })
  const greeting: RunningVenue['greeting'] = () => ({
    said: {
      program: parts.program, stationName: names()[ledger.station] ?? stored.stationName, unsent: countUnsent(db),
      oldestUnsentAt: oldestUnsent(db)?.at ?? null, trouble: health.trouble(),
    },
    packageVersion: time.meta.packageVersion, erased: ordersDone(db),
  })
  const hq = openHqDesk({
    db, ledger, keys, clock, log, greeting,
    meta: () => time.meta,
    touch: () => hub.noun('sync'),
    received: (receipt) => bringPackage(running, receipt, log),
    settled: async () => {
      const order = orderDue(db, ledger)
      if (order === null) return
      // no sheet with names is written after they went
      const paper = paperFolderOf(running)
      const named = paper.state().folder
      paper.use(null)
      await paper.write()
      if (erase({ db, ledger, folder, newCommand: newId }, order)) hub.noun('venue')
      else paper.use(named)
    },
  })
  const running: RunningVenue = {
    exam,
    venue,
    mode,
    // what an amended exam package changes is asked for at every use
    get name() {
      return time.meta.name
    },
    get pack() {
      return pack
    },
    get packHash() {
      return time.meta.packHash
    },
    get ledger() {
      return seen.view
    },
    clock,
    chance,
    db,
    folder,
    get stationName() {
      return names()[ledger.station] ?? stored.stationName
    },
    stationNames: () => names(),
    keys,
    hub,
    hq,
    hqId: () => (time.meta.issuer === '' ? '' : stationId(Buffer.from(time.meta.issuer, 'hex'))),
    erased: () => erased,
    greeting,
    head,
    ...accounts,
    ...recording,
    station: ledger.station,
    trouble: health.trouble,
    freeBytes: health.freeBytes,
    get meta() {
      return time.meta
    },
    factCount: () => count,
    newCommand: newId,
    amend: (caller, drafts, cmd, store) => {
      const done = recording.recordWith(caller, drafts, cmd, store)
      if (!done.ok) return done
      time.reread()
      pack = packOf(time.meta)
      seen.end()
      seen = ledgerView(ledger)
      hub.everything()
      return done
    },
    moveClock: (to) => {
      time.moveTo(to)
      hub.noun('venue')
    },
    close: () => {
      hq.close()
      stopPaper()
      stopListening()
      hub.close()
      db.close()
    },
  }
  const stopPaper = keepPaper(running, () => hub.noun('paper'))
  return running
}

function open(folder: string, keys: StationKeys): Db {
  const file = path.join(folder, databaseFile)
  try {
    return openDatabase({ file, key: keys.database })
  } catch (error) {
    if (!(error instanceof DatabaseUnusable)) throw error
    const [why, what] =
      error.why === 'wrong_key'
        ? ([
            'key_foreign',
            `密钥文件不属于这个数据库（${file}）：可能混用了两个考点的文件。两者都原样保留，请放回成对的文件。`,
          ] as const)
        : (['database_unusable', `数据库 ${file} 不能使用（${error.why}）：${error.message}`] as const)
    throw new StationUnusable(why, what, { cause: error })
  }
}

/** The pack a venue works by, checked against the hash it was opened with. */
function packOf(meta: VenueMeta): RulePack {
  const parsed = textHash(meta.packText) === meta.packHash ? parsePack(JSON.parse(meta.packText)) : null
  if (parsed?.ok === true) return parsed.pack
  throw new StationUnusable('pack_invalid', '数据库里的规则包与开设考点时的不一致，不能使用。请从备份恢复。')
}

function lastFactAt(db: Db): number | null {
  const times = heads(db).flatMap(({ station, seq }) => factById(db, `${station}/${String(seq)}`)?.fact.at ?? [])
  return times.length === 0 ? null : Math.max(...times)
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null
  return () => (made ??= { value: make() }).value
}
