import { cardText, newCode } from '../../exchange/card.ts'
import { fingerprint, signPackage } from '../../exchange/package.ts'
import { hqRefuse } from '../../shared/hq/answer.ts'
import type { PackageChange } from '../../shared/package-changes.ts'
import { countedChanges } from '../../shared/package-changes.ts'
import { holeSentences } from '../../shared/pack-reading.ts'
import { vouching } from '../../shared/hq/rights.ts'
import { usesWritten } from '../../shared/hq/venue-pack.ts'
import { lacksSecond } from '../accounts/two-people.ts'
import { faultsBySession } from '../division/division-sessions.ts'
import { divisionTable, standingCounts } from '../division/division-table.ts'
import { contentHoles, newestPackage, readPrepared, venueContent, type Prepared, type VenueContent, type VenueRow } from './package-content.ts'
import { changesOf, issue } from './package-issue.ts'
import { sealedPackage } from './package-sealing.ts'
import { accountNames } from '../decide/post-reading.ts'
import { doneBefore, foundRecruitment, isRefused, lockedRecruitment } from '../recruitments/recruitment-row.ts'
import type { Db } from '../store.ts'
import type { HqUseCases } from '../use-cases.ts'
import type { PackagePreview, VenueCard } from '../../shared/hq/api/packages.ts'

const shownChanges = 500

/** Exam packages per venue: looked at, issued, amended, handed out; and the one-time cards that open them. */
export const packagesUseCases: HqUseCases<'packages'> = {
  overview: async ({ inside }, { recruitment }) => {
    const { db } = inside.store
    const row = await foundRecruitment(db, recruitment)
    if (isRefused(row)) return row
    const prepared = await readPrepared(db, row)
    const known = await knownVenues(db, row.no)
    const rows = []
    for (const venue of prepared.venues) {
      const content = venueContent(prepared, venue, inside.keys)
      const newest = await newestPackage(db, row.no, venue.id)
      rows.push({
        venue: venue.id, name: venue.name, people: content.roster.length, sessions: content.pack.sessions.length, posts: content.pack.posts.length,
        photos: content.roster.filter(({ photo }) => photo !== undefined).length,
        issued: newest === null ? null : {
          version: newest.version, at: newest.issued_at, by: newest.issued_by, hash: newest.hash, people: (JSON.parse(newest.content) as { candidates: string[] }).candidates.length,
        },
        taken: venue.taken_version, card: { no: venue.card, usedAt: venue.card_used_at, byTwo: known.has(venue.id) }, enrolled: venue.recipient !== null,
        changes: countedChanges(await changesOf(prepared, content, newest)), holes: contentHoles(content).length,
      })
    }
    const faults = [...faultsBySession(prepared.master).values()].flat().map(({ path, message }) => ({ path, message }))
    const { waiting } = divisionTable(prepared.divided, standingCounts(prepared.divided), null)
    return { ok: true, rows, faults, waiting, address: row.address, issuer: fingerprint(inside.keys.publicKey), rehearsal: prepared.master.rehearsal }
  },

  preview: async ({ inside }, { recruitment, venue: id }) => {
    const { db } = inside.store
    const row = await foundRecruitment(db, recruitment)
    if (isRefused(row)) return row
    const prepared = await readPrepared(db, row)
    const venue = prepared.venues.find((each) => each.id === id)
    if (venue === undefined) return hqRefuse('venue_unknown', { venue: id })
    const content = venueContent(prepared, venue, inside.keys)
    const newest = await newestPackage(db, row.no, id)
    return { ok: true, preview: previewOf(prepared, venue, content, (newest?.version ?? 0) + 1, await changesOf(prepared, content, newest), inside.keys) }
  },
  issue,

  versions: async ({ inside }, { recruitment, venue }) => {
    const { db } = inside.store
    const row = await foundRecruitment(db, recruitment)
    if (isRefused(row)) return row
    const rows = await db.selectFrom('package').select(['version', 'hash', 'changes', 'issued_at', 'issued_by']).where('recruitment', '=', row.no).where('venue', '=', venue).orderBy('version', 'desc').execute()
    const names = await accountNames(db)
    return {
      ok: true, versions: rows.map(({ version, hash, changes, issued_at: at, issued_by: by }) => {
        const all = JSON.parse(changes) as PackageChange[]
        return { version, at, by: names.get(by) ?? by, hash, changes: all.slice(0, shownChanges), changed: all.length }
      }),
    }
  },

  download: async ({ inside }, { recruitment, venue: id }) => {
    const { db } = inside.store
    const row = await foundRecruitment(db, recruitment)
    if (isRefused(row)) return row
    const venue = await db.selectFrom('venue').selectAll().where('recruitment', '=', row.no).where('id', '=', id).executeTakeFirst()
    if (venue === undefined) return hqRefuse('venue_unknown', { venue: id })
    const newest = await newestPackage(db, row.no, id)
    if (newest === null) return hqRefuse('package_unknown')
    const sealed = await sealedPackage(newest.bytes, venue)
    if (sealed === null) return hqRefuse('card_used')
    return { ok: true, name: fileName(venue.name, newest.version), bytes: Buffer.from(sealed.bytes).toString('base64'), sealed: sealed.sealed }
  },

  cards: async ({ inside }, { recruitment, venues: ids }) => {
    const { db } = inside.store
    const row = await foundRecruitment(db, recruitment)
    if (isRefused(row)) return row
    const prepared = await readPrepared(db, row)
    const unknown = ids.find((id) => !prepared.venues.some((each) => each.id === id))
    if (unknown !== undefined) return hqRefuse('venue_unknown', { venue: unknown })
    const cards: VenueCard[] = []
    for (const venue of prepared.venues.filter(({ id }) => ids.includes(id))) {
      const newest = await newestPackage(db, row.no, venue.id)
      cards.push(cardOf(prepared, venue, newest?.version ?? 0, fingerprint(inside.keys.publicKey)))
    }
    return { ok: true, cards }
  },

  renewCard: async ({ inside, caller }, { recruitment, venue: id, cmd, reason }) =>
    inside.acting(async (trx, append) => {
      const row = await lockedRecruitment(trx, inside.store.kind, recruitment)
      if (isRefused(row)) return row
      const before = await doneBefore(trx, cmd, 'card.issued')
      if (before !== null) return { ok: true, ...before }
      const venue = await trx.selectFrom('venue').select('card').where('recruitment', '=', row.no).where('id', '=', id).executeTakeFirst()
      if (venue === undefined) return hqRefuse('venue_unknown', { venue: id })
      // where facts are taken from already, a card lets one more station in: its facts would count like the others'
      const alone = (await knownVenues(trx, row.no)).has(id) ? lacksSecond(caller, vouching) : null
      if (alone !== null) return alone
      const card = venue.card + 1
      const done = await append({ by: caller.account, second: caller.second?.account, cmd, type: 'card.issued', recruitment: row.no, body: { recruitment: row.id, venue: id, card, reason } })
      await trx.updateTable('venue').set({ code: newCode(inside.chance), card, card_used_at: null }).where('recruitment', '=', row.no).where('id', '=', id).execute()
      await inside.touch(trx, row.no, 'packages')
      return { ok: true, fact: done.seq, repeated: false }
    }),
}

/** Venues of which a station is or was known. */
async function knownVenues(db: Db, recruitment: number): Promise<ReadonlySet<string>> {
  return new Set((await db.selectFrom('stream').select('venue').distinct().where('recruitment', '=', recruitment).execute()).map(({ venue }) => venue))
}

/** A name every system takes. */
function fileName(venue: string, version: number): string {
  return `${venue.replaceAll(/[\\/:*?"<>|\s]+/gu, '-')}-v${String(version)}.kdpack`
}

function previewOf(
  { divided, names }: Prepared, { id, name }: VenueRow, content: VenueContent, version: number, changes: readonly PackageChange[], keys: { signing: Parameters<typeof signPackage>[1] },
): PackagePreview {
  const { pack, roster } = content
  const count = standingCounts(divided)
  const accounts = new Map((content.operators ?? []).map((each) => [each.operator, each.name]))
  return {
    venue: id, name, version, people: roster.length, posts: pack.posts.map(({ code }) => code), photos: roster.filter(({ photo }) => photo !== undefined).length,
    bytes: signPackage({ ...content, photos: new Map(), version }, keys.signing).bytes.length,
    sessions: divided.sessions.filter(({ venue }) => venue === id).map(({ session, capacity }) => ({
      session: session.id, title: session.title, date: session.date, half: session.half, window: `${session.window.from}–${session.window.to}`, capacity,
      people: divided.pack.posts.reduce((sum, { code }) => sum + count(session.id, code), 0),
    })),
    operators: content.operators?.length ?? 0, stations: content.stations?.length ?? 0, holes: holeSentences(pack, contentHoles(content)), scores: usesWritten(pack.sessions),
    changes: changes.slice(0, shownChanges).map((change) => ({ ...change, name: names.get(change.values['candidate'] ?? '') ?? accounts.get(change.values['operator'] ?? '') ?? '' })),
    changed: changes.length,
  }
}

function cardOf({ row, divided }: Prepared, venue: VenueRow, version: number, issuer: string): VenueCard {
  const used = venue.card_used_at !== null
  const { code } = venue
  return {
    venue: venue.id, name: venue.name, recruitment: row.title, exam: row.id, no: venue.card, used,
    code: used ? '' : code, text: used ? '' : cardText({ exam: row.id, venue: venue.id, code }), address: row.address, issuer,
    operators: JSON.parse(venue.operators) as VenueCard['operators'], stations: JSON.parse(venue.stations) as string[],
    sessions: divided.sessions.filter((each) => each.venue === venue.id).map(({ session: { title, date, window } }) => ({ title, date, window: `${window.from}–${window.to}` })),
    file: fileName(venue.name, Math.max(1, version)), version,
  }
}
