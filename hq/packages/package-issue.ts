import { createHash } from 'node:crypto'
import { readPackage, signPackage, type ExamPackage } from '../../exchange/package.ts'
import { hqRefuse, type HqRefused } from '../../shared/hq/answer.ts'
import { changeLine, mostChanges, packageChanges, type PackageChange } from '../../shared/package-changes.ts'
import { parsePack } from '../../shared/pack-schema.ts'
import { readHqFact } from '../own-ledger.ts'
import { compared, contentBefore, contentHoles, keptContent, newestPackage, readPrepared, venueContent, type Prepared, type VenueContent, type VenueRow } from './package-content.ts'
import { isRefused, lockedRecruitment } from '../recruitments/recruitment-row.ts'
import type { Db, Trx } from '../store.ts'
import type { HqCall, HqInput, HqOutput } from '../use-cases.ts'

const lines = 2000

/** Issues the next version for venues, all or none. */
export async function issue({ inside, caller }: HqCall, input: HqInput<'packages', 'issue'>): Promise<HqOutput<'packages', 'issue'>> {
  return inside.acting(async (trx, append): Promise<HqOutput<'packages', 'issue'>> => {
    const row = await lockedRecruitment(trx, inside.store.kind, input.recruitment)
    if (isRefused(row)) return row
    const venues = [...new Set(input.venues)].sort()
    const held = await issuedBefore(trx, input.cmd, venues)
    if (held !== null) return { ok: true, issued: held, unchanged: venues.filter((venue) => !held.some((each) => each.venue === venue)), repeated: true }
    const prepared = await readPrepared(trx, row)
    const issued: { venue: string; version: number; people: number; changes: number }[] = []
    const unchanged: string[] = []
    for (const id of venues) {
      const venue = prepared.venues.find((each) => each.id === id)
      if (venue === undefined) return hqRefuse('venue_unknown', { venue: id })
      const content = venueContent(prepared, venue, inside.keys)
      const wrong = unfit(content, venue)
      if (wrong !== null) return wrong
      const before = await newestPackage(trx, row.no, id)
      const changes = await changesOf(prepared, content, before)
      if (before !== null && changes.length === 0) {
        unchanged.push(id)
        continue
      }
      const version = (before?.version ?? 0) + 1
      const whole: ExamPackage = {
        ...content, photos: await photosOf(trx, row.no, content), version,
        ...(before === null ? {} : { replaces: before.hash, changes: changes.slice(0, mostChanges) }),
      }
      const { bytes, hash } = signPackage(whole, inside.keys.signing)
      await readBack(bytes)
      await append({
        by: caller.account, cmd: venueCommand(input.cmd, id), type: 'package.issued', recruitment: row.no,
        body: { recruitment: row.id, venue: id, version, hash, candidates: content.roster.length, changes: changes.slice(0, lines).map(changeLine) },
      })
      await trx.insertInto('package').values({
        recruitment: row.no, venue: id, version, hash, bytes, changes: JSON.stringify(changes.slice(0, mostChanges)), content: JSON.stringify(keptContent(content)),
        issued_at: Math.round(inside.clock.now()), issued_by: caller.account,
      }).execute()
      issued.push({ venue: id, version, people: content.roster.length, changes: changes.length })
    }
    if (issued.length === 0) return hqRefuse('package_unchanged')
    await inside.touch(trx, row.no, 'packages', 'division', 'recruitments', 'people')
    return { ok: true, issued, unchanged, repeated: false }
  })
}

/** Each venue's fact has a command of its own, made from the one that asked. */
function venueCommand(cmd: string, venue: string): string {
  const hex = createHash('sha256').update(`${cmd}\0${venue}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
}

async function issuedBefore(db: Db, cmd: string, venues: readonly string[]): Promise<{ venue: string; version: number; people: number; changes: number }[] | null> {
  const rows = await db.selectFrom('hq_fact').select('bytes').where('cmd', 'in', venues.map((venue) => venueCommand(cmd, venue))).execute()
  const issued = rows.flatMap(({ bytes }) => {
    const fact = readHqFact(bytes)
    return fact.type === 'package.issued' ? [{ venue: fact.body.venue, version: fact.body.version, people: fact.body.candidates, changes: fact.body.changes.length }] : []
  })
  return issued.length === 0 ? null : issued.sort((a, b) => (a.venue < b.venue ? -1 : 1))
}

/** Why a venue cannot work by this content: nobody comes, the pack does not stand up, or has a hole. */
function unfit(content: VenueContent, { name }: Pick<VenueRow, 'name'>): HqRefused | null {
  if (content.roster.length === 0) return hqRefuse('no_candidates', { venue: name })
  const read = parsePack(content.pack)
  if (!read.ok) return hqRefuse('pack_invalid', { venue: name, path: read.errors[0]?.path ?? '', message: read.errors[0]?.message.zh ?? '' })
  const [hole] = contentHoles(content)
  return hole === undefined ? null : hqRefuse('pack_hole', { venue: name, path: hole.path, detail: hole.detail })
}

/** What the next version would do differently from the newest; nothing where there is none. */
export async function changesOf(prepared: Prepared, content: VenueContent, before: { bytes: Buffer; content: string } | null): Promise<PackageChange[]> {
  if (before === null) return []
  const kept = JSON.parse(before.content) as { fingerprint?: string }
  if (kept.fingerprint === keptContent(content).fingerprint) return []
  return packageChanges(await contentBefore(before.bytes), compared(content), prepared.withdrawn)
}

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47])

/** Photos of a venue's candidates and of nobody else. */
async function photosOf(trx: Trx, recruitment: number, { roster }: VenueContent): Promise<ExamPackage['photos']> {
  const wanted = [...new Set(roster.flatMap(({ photo }) => photo ?? []))]
  const photos = new Map<string, { mime: 'image/jpeg' | 'image/png'; bytes: Uint8Array }>()
  for (let at = 0; at < wanted.length; at += 500) {
    const rows = await trx.selectFrom('photo').select(['hash', 'image']).where('recruitment', '=', recruitment).where('hash', 'in', wanted.slice(at, at + 500)).execute()
    for (const { hash, image } of rows) photos.set(hash, { mime: png.equals(image.subarray(0, 4)) ? 'image/png' : 'image/jpeg', bytes: image })
  }
  return photos
}

/** A package that stations would refuse must not be issued: it is read as they read it, before it is kept. */
async function readBack(bytes: Uint8Array): Promise<void> {
  const read = await readPackage(bytes)
  if (!read.ok) throw new Error(`the package just signed does not read back: ${read.reason}`)
}
