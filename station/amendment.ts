import { candidateById, replaceRoster, rosterHash } from '../db/roster.ts'
import { journeyOf } from '../db/journey.ts'
import { refuse, type Refused } from '../shared/api/answer.ts'
import type { FactBody, Role } from '../shared/facts.ts'
import { changeLine, type PackageChange } from '../shared/package-changes.ts'
import type { Candidate } from '../shared/roster.ts'
import { decided, forgetOffer, offerWaiting, presentRoster, readOffer, type Offer } from './amendment-offer.ts'
import { amendmentView } from './amendment-view.ts'
import type { FactDraft } from './open-venue.ts'
import { heldBy } from './repeat.ts'
import type { RunningVenue } from './running-venue.ts'
import { lacksSecond } from './second-person.ts'
import { signedInCall, type StationMethods } from './station-methods.ts'
import type { Caller } from './use-cases.ts'
import { issuedBy, venueTitle } from './venue-package.ts'
import { textHash, writeVenueMeta, type VenueMeta } from './venue-meta.ts'

/** Lines of changes that a fact holds; how many there were it says. */
const mostLines = 2000

/** A newer exam package for a venue that works (decision 0098): looked at, then taken whole or refused with the facts against it. */
export const amendmentMethods: Pick<StationMethods<'venue'>, 'offeredAmendment' | 'previewAmendment' | 'takeAmendment'> = {
  offeredAmendment: (call) => {
    const { venue } = signedInCall(call)
    return { present: venue.meta.packageVersion, fromPackage: venue.meta.issuer !== '', offered: offerWaiting(venue) }
  },

  previewAmendment: async (call, given) => {
    const { venue } = signedInCall(call)
    const offer = await readOffer(venue, given)
    if ('ok' in offer) return offer
    const { decision, present } = decided(venue, offer)
    return { ok: true, amendment: amendmentView(venue, present, offer.version, decision) }
  },

  takeAmendment: async (call, { cmd, hash, bytes, passphrase }) => {
    const { venue, caller } = signedInCall(call)
    const held = heldBy(venue, cmd, ['venue.amended'], (body) => body.packageHash === hash)
    if (held !== null) return held.ok ? { ok: true, fact: held.fact, repeated: true, version: held.body.version } : held
    const alone = lacksSecond(caller, 'closing')
    if (alone !== null) return alone
    const offer = await readOffer(venue, { bytes, passphrase })
    if ('ok' in offer) return offer
    return offer.version.hash === hash ? take(venue, caller, offer, cmd) : refuse('amendment_other')
  },
}

/** Decides and commits in one turn of the loop: what is recorded while a package is read is decided on, too. */
function take(venue: RunningVenue, caller: Caller, offer: Offer, cmd: string): { ok: true; fact: string; repeated: boolean; version: number } | Refused {
  const { decision, present } = decided(venue, offer)
  if (!decision.may) {
    const [first] = decision.contradictions
    return refuse('amendment_contradicts', { count: String(decision.contradictions.length), fact: first?.fact.id ?? '' })
  }
  const { version, content } = offer.version
  const { pack, photos, recipients } = offer.reading.package
  const packText = JSON.stringify(pack)
  const retained = retainedRows(venue, content.roster, version)
  const meta: VenueMeta = {
    ...venue.meta, name: venueTitle(offer.reading.package), packText, packHash: textHash(packText), recipients: [...(recipients ?? [])],
    ...remembered(offer), retained: retained.map(({ id }) => id),
  }
  const body: FactBody<'venue.amended'> = {
    version, from: present.version, packageHash: offer.version.hash, packHash: meta.packHash, rosterHash: rosterHash(content.roster),
    count: content.roster.length, changed: decision.changes.length, changes: decision.changes.slice(0, mostLines).map(changeLine),
  }
  const drafts: FactDraft[] = [{ type: 'venue.amended', body }, ...accountDrafts(venue, caller, decision.changes, offer)]
  const done = venue.amend(caller, drafts, cmd, () => {
    replaceRoster(venue.db, content.roster, new Map([...photos].map(([name, { bytes }]) => [name, Buffer.from(bytes)])), retained)
    writeVenueMeta(venue.db, meta)
  })
  if (!done.ok) return done
  forgetOffer(venue)
  return { ok: true, fact: done.facts[0] ?? '', repeated: done.repeated, version }
}

function remembered({ reading }: Offer): Pick<VenueMeta, 'hq' | 'packageVersion' | 'packageHash' | 'stations' | 'operators'> {
  const { hq, version, hash, stations, operators } = issuedBy(reading)
  return { hq, packageVersion: version, packageHash: hash, stations: [...stations], operators: [...operators] }
}

/**
 * Who leaves the roster with facts that do not count any more (a check-in taken back) stays readable: barred, due nowhere.
 * A row whose ticket another person has now gives way.
 */
function retainedRows(venue: RunningVenue, roster: readonly Candidate[], version: number): Candidate[] {
  const [ids, tickets] = [new Set(roster.map(({ id }) => id)), new Set(roster.map(({ ticket }) => ticket))]
  const before = venue.meta.retained.flatMap((id) => candidateById(venue.db, id) ?? [])
  return [...presentRoster(venue).map((person) => ({ ...person, barred: `第 ${String(version)} 版考试包已不含此人` })), ...before]
    .filter(({ id, ticket }) => !ids.has(id) && !tickets.has(ticket) && journeyOf(venue.db, id).length > 0)
    .map((person) => {
      const row: Candidate = { ...person, sessions: [] }
      delete row.photo
      return row
    })
}

/** Accounts that the package brings, changes or takes away; nobody locks out the last chief or the hand that takes it. */
function accountDrafts(venue: RunningVenue, caller: Caller, changes: readonly PackageChange[], { reading }: Offer): FactDraft[] {
  const named = new Map(issuedBy(reading).operators.map((operator) => [operator.operator, operator]))
  const armedChief = (besides: string) => venue.operators().some(({ operator, active, roles }) => operator !== besides && active && roles.includes('chief') && venue.pins.has(operator))
  return changes.flatMap(({ kind, values }): FactDraft[] => {
    const id = values['operator'] ?? ''
    const [account, wanted] = [venue.operator(id), named.get(id)]
    if (kind === 'operator.added' && wanted !== undefined && account === null) return [{ type: 'operator.added', body: { operator: id, name: wanted.name, roles: [...wanted.roles] } }]
    if ((kind !== 'operator.changed' && kind !== 'operator.removed') || account?.active !== true) return []
    const roles: Role[] = wanted === undefined ? [...account.roles] : [...wanted.roles]
    const staysChief = kind === 'operator.changed' && roles.includes('chief')
    if (account.roles.includes('chief') && !staysChief && (id === caller.operator || !armedChief(id))) return []
    return [{ type: 'operator.changed', body: { operator: id, name: wanted?.name ?? account.name, roles, active: kind === 'operator.changed' } }]
  })
}
