import path from 'node:path'
import type { FactDraft } from './open-venue.ts'
import type { Role } from '../shared/facts.ts'
import type { RulePack } from '../shared/pack-schema.ts'
import type { Candidate } from '../shared/roster.ts'
import { keep } from '../db/kept.ts'
import { openLedger, type Draft } from '../db/ledger.ts'
import { openDatabase } from '../db/open.ts'
import { importRoster } from '../db/roster.ts'
import type { Chance } from '../exchange/chance.ts'
import type { HqContact } from '../exchange/messages.ts'
import type { PackageOperator } from '../exchange/package.ts'
import { shiftedClock, type Clock } from '../exchange/clock.ts'
import { makeKeys, type Keeper } from './keys.ts'
import { makePins, type PinCost } from './pins.ts'
import type { NewAccount } from './practice-accounts.ts'
import { pinKey } from './recording.ts'
import { databaseFile } from './running-venue.ts'
import { textHash, writeVenueMeta } from './venue-meta.ts'

/** Everything a new venue begins with. */
export interface NewVenue {
  exam: string
  name: string
  mode: 'live' | 'rehearsal'
  /** The rehearsal's name; empty for a live venue. */
  rehearsal: string
  pack: RulePack
  packText: string
  candidates: readonly Candidate[]
  photos: ReadonlyMap<string, Buffer>
  /** Where the roster came from, for the fact: a file's name, a package's issuer, a seed. Nobody's name. */
  source: string
  accounts: readonly NewAccount[]
  pinCost: PinCost
  program: string
  cmd: string
  /** What the venue's clock shows when it opens, ms; the machine's time when absent. */
  startsAt?: number
  /** HQ's keys for closing packages; none when absent. */
  recipients?: readonly string[]
  /** What the exam package says of itself and its HQ; absent for a venue made on the spot. */
  issued?: Issued
}

/** An exam package as the venue remembers it. */
export interface Issued {
  /** The venue's id at HQ, as it stands in every fact; absent: the venue makes one. */
  venue?: string
  /** Raw Ed25519 key of the issuer, hex. */
  issuer: string
  hq: HqContact | null
  /** 0 when the package says none. */
  version: number
  hash: string
  stations: readonly string[]
  /** Accounts without a PIN: the chief gives each its first one. */
  operators: readonly PackageOperator[]
}

/**
 * Makes a whole venue in an empty folder: keys, database, roster, PINs and its first facts, one command and one
 * transaction. Nobody sees the folder before it is complete; a throw leaves it to be removed.
 */
export async function prepareVenue(
  folder: string,
  plan: NewVenue,
  parts: { clock: Clock; chance: Chance; keeper: Keeper },
): Promise<void> {
  const { clock, chance, keeper } = parts
  const keys = await makeKeys(folder, chance, keeper)
  const pins = makePins({
    book: { read: () => undefined, write: () => undefined },
    pepper: keys.pepper,
    clock,
    chance,
    mayClose: () => true,
  })
  const entries: [string, string][] = []
  for (const { operator, pin } of plan.accounts) entries.push([operator, await pins.make(pin, plan.pinCost)])

  const offset = plan.startsAt === undefined ? 0 : plan.startsAt - clock.now()
  const venue = plan.issued?.venue ?? `v-${chance.bytes(4).toString('hex')}`
  const packHash = textHash(plan.packText)
  const db = openDatabase({ file: path.join(folder, databaseFile), key: keys.database })
  try {
    db.transaction(() => {
      const { count, rosterHash } = importRoster(db, plan.candidates, plan.photos)
      writeVenueMeta(db, {
        exam: plan.exam,
        venue,
        name: plan.name,
        stationName: plan.issued?.stations[0] ?? '1号台',
        mode: plan.mode,
        rehearsal: plan.rehearsal,
        packText: plan.packText,
        packHash,
        clockOffset: Math.round(offset),
        recipients: [...(plan.recipients ?? [])],
        issuer: plan.issued?.issuer ?? '',
        hq: plan.issued?.hq ?? null,
        packageVersion: plan.issued?.version ?? 0,
        packageHash: plan.issued?.hash ?? '',
        stations: [...(plan.issued?.stations ?? [])],
        operators: [...(plan.issued?.operators ?? [])],
        retained: [],
      })
      for (const [operator, entry] of entries) keep(db, pinKey(operator), entry)
      const first: FactDraft[] = [
        {
          type: 'venue.opened',
          body: {
            name: plan.name,
            packName: plan.pack.id,
            packVersion: String(plan.pack.version),
            packHash,
            rehearsal: plan.mode === 'rehearsal',
            program: plan.program,
          },
        },
        { type: 'roster.imported', body: { source: plan.source.slice(0, 200), count, rosterHash } },
        ...accountsOf(plan).map(({ operator, name, roles }): FactDraft => ({
          type: 'operator.added',
          body: { operator, name, roles },
        })),
      ]
      const ledger = openLedger(db, {
        exam: plan.exam,
        venue,
        signingKey: keys.signing,
        clock: shiftedClock(clock, offset),
      })
      const done = ledger.appendAll(first.map((draft): Draft => ({ ...draft, by: 'system', cmd: plan.cmd })))
      if (!Array.isArray(done)) throw new Error(`a new ledger refused its first facts: ${done.refused.reason}`)
    })
  } finally {
    db.close()
  }
}

/** Those with a PIN first; an account the package names under the same id is the same one. */
function accountsOf({ accounts, issued }: NewVenue): { operator: string; name: string; roles: Role[] }[] {
  const known = new Set(accounts.map(({ operator }) => operator))
  return [...accounts, ...(issued?.operators ?? []).filter(({ operator }) => !known.has(operator))]
}
