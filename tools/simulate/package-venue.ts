import { allCandidates } from '../../db/roster.ts'
import { handClock } from '../../exchange/clock.ts'
import { silentLog } from '../../exchange/log.ts'
import type { SeededRandom } from '../../shared/random.ts'
import type { Candidate } from '../../shared/roster.ts'
import { pinWeakness } from '../../station/pin-strength.ts'
import type { RunningVenue } from '../../station/running-venue.ts'
import { openStation, type Station } from '../../station/station.ts'
import { clientOf, ok, signIn, type Account, type Crew } from './crew.ts'
import { playHalfDay, type Cast, type Leaving, type Played } from './play.ts'
import { makeTally } from './tally.ts'

/** A venue that was opened from an HQ's exam package, with a crew that plays its half days. */
export interface PackageVenue {
  station: Station
  clock: ReturnType<typeof handClock>
  crew: Crew
  /** Scores and fates as they were given, for comparing. */
  cast: Cast
  accounts: readonly Account[]
  venue(): RunningVenue
  /** The people of the package in force; rows that stay only for their facts are left out. */
  roster(): Candidate[]
  /** Plays these half days (all of the package where none are named) by date; the last one as far as `leaving` says. */
  play(sessions?: readonly string[], leaving?: Leaving): Promise<(Played & { session: string })[]>
  /** A call as the chief. */
  chief(): ReturnType<Crew['as']>
}

/**
 * Opens a package in an empty folder as a chief does: by the card's code, as the first chief it names; then sets the first
 * PIN of every other account. `now`: what the machine's clock says then, ms.
 */
export async function openPackageVenue(given: {
  folder: string; bytes: string; code: string; random: SeededRandom; now: number; program?: string
}): Promise<PackageVenue> {
  const { folder, bytes, code, random } = given
  const clock = handClock(given.now)
  const station = await openStation({ folder, clock, program: given.program ?? 'kaodian simulation', log: silentLog })
  const anyone = clientOf(station)
  const preview = ok(await anyone.venue.previewPackage({ bytes, passphrase: code }), 'looking at the package')
  const named = preview.operators.find(({ roles }) => roles.includes('chief'))
  const pin = newPin(random)
  const opened = ok(
    await anyone.venue.openPackage({ cmd: random.uuid(), bytes, passphrase: code, chief: { name: named?.name ?? '主考', pin } }),
    'opening the package',
  )
  const accounts = await armAccounts(station, { operator: opened.operator, pin }, random)
  const crew = await signIn(station, accounts, clock, random)
  const venue = (): RunningVenue => {
    const { venue: running } = station.inside
    if (running === null) throw new Error('the venue is closed')
    return running
  }
  const cast: Cast = { crew, random, tally: makeTally(), pack: venue().pack, gone: new Set(), passed: new Map(), scores: new Map() }
  const roster = (): Candidate[] => {
    const retained = new Set(venue().meta.retained)
    return allCandidates(venue().db).filter(({ id }) => !retained.has(id))
  }
  return {
    station, clock, crew, cast, accounts, venue, roster,
    play: async (sessions, leaving) => {
      // an amended package may have brought other half days
      cast.pack = venue().pack
      const chosen = cast.pack.sessions.filter(({ id }) => sessions?.includes(id) ?? true)
      const played: (Played & { session: string })[] = []
      for (const session of chosen) {
        const last = session === chosen.at(-1)
        played.push({ session: session.id, ...(await playHalfDay(cast, session, roster(), last ? leaving : undefined)) })
      }
      return played
    },
    chief: () => crew.as(crew.operator('chief')),
  }
}

/** The chief gives every account that came without a PIN its first one. */
async function armAccounts(station: Station, chief: { operator: string; pin: string }, random: SeededRandom): Promise<Account[]> {
  const { token } = ok(await clientOf(station).operators.signIn(chief), 'sign-in of the chief')
  const desk = clientOf(station, token, chief.pin)
  const accounts: Account[] = []
  for (const { operator, roles, armed } of await desk.operators.list()) {
    const pin = armed ? chief.pin : newPin(random)
    if (!armed) ok(await desk.operators.setPin({ cmd: random.uuid(), operator, pin }), `the first PIN of ${operator}`)
    accounts.push({ operator, roles, pin })
  }
  return accounts
}

function newPin(random: SeededRandom): string {
  for (;;) {
    const pin = String(random.below(1_000_000)).padStart(6, '0')
    if (pinWeakness(pin) === null) return pin
  }
}
