import { hqRefuse } from '../../shared/hq/answer.ts'
import type { PublicationView } from '../../shared/hq/api/publish.ts'
import { HqListKind, type HqFactBody } from '../../shared/hq/facts.ts'
import { peopleIn, publicationHash, type PublicationContent } from '../../shared/hq/publication.ts'
import { publicationPages } from '../../shared/hq/publication-pages.ts'
import { deciding } from '../../shared/hq/rights.ts'
import { venueTime } from '../../shared/venue-time.ts'
import { adoptions } from '../decide/list-state.ts'
import { openState } from '../decide/openness.ts'
import { accountNames, readPosts, wholePack } from '../decide/post-reading.ts'
import { draft, publishBlockers } from './publication-make.ts'
import { fileHash, publicationFile } from './publication-files.ts'
import { keptPublication, publications, type Kept } from './publications.ts'
import { doneBefore, foundRecruitment, isRefused, lockedRecruitment, packOf } from '../recruitments/recruitment-row.ts'
import { lacksSecond } from '../accounts/two-people.ts'
import type { HqCall, HqInput, HqOutput, HqUseCases } from '../use-cases.ts'

/** Publishing freezes a list with its hash; what was published stays as it was and is replaced by a publication that names it. */
export const publishUseCases: HqUseCases<'publish'> = {
  choices: async ({ inside: { store: { db } } }, input) => {
    const row = await foundRecruitment(db, input.recruitment)
    if (isRefused(row)) return row
    const pack = await wholePack(db, row)
    const [posts, open, adopted, all] = [await readPosts(db, row, pack), await openState(db, row.no, pack), await adoptions(db, row.no), await publications(db, row.no)]
    return {
      ok: true,
      posts: posts.map((held) => {
        const standing = adopted.get(`${held.post.code} ${input.list}`) ?? null
        const last = all.find((each) => each.list === input.list && each.posts.includes(held.post.code) && each.replacedBy === null)
        return {
          post: held.post.code, title: `${held.post.unit} ${held.post.title}`, listed: standing?.list.rows.length ?? 0, adopted: standing !== null, published: last?.id ?? null,
          blockers: publishBlockers(pack, held, open, input.list, standing),
        }
      }),
    }
  },

  preview: async ({ inside: { store: { db } } }, input) => {
    const row = await foundRecruitment(db, input.recruitment)
    if (isRefused(row)) return row
    const drawn = await draft(db, row, input)
    if (isRefused(drawn)) return drawn
    const hash = publicationHash(drawn.content)
    const pages = publicationPages(drawn.content, { id: '', hash, at: '', replacedBy: null })
    return { ok: true, hash, people: peopleIn(drawn.content), pages: pages.slice(input.offset, input.offset + input.limit), total: pages.length, blockers: drawn.blockers }
  },

  publish,

  all: async ({ inside: { store: { db }, clock } }, input) => {
    const row = await foundRecruitment(db, input.recruitment)
    if (isRefused(row)) return row
    const [all, names] = [await publications(db, row.no), await accountNames(db)]
    return { ok: true, publications: all.map((each) => viewOf(each, (id) => names.get(id) ?? id)), today: venueTime(clock.now(), packOf(row).venue.utcOffset).date }
  },

  pages: async ({ inside: { store: { db } } }, input) => {
    const row = await foundRecruitment(db, input.recruitment)
    if (isRefused(row)) return row
    const kept = await keptPublication(db, row.no, input.publication)
    if (kept?.content == null) return hqRefuse('publication_unknown')
    const at = venueTime(kept.at, packOf(row).venue.utcOffset)
    const pages = publicationPages(kept.content, { id: kept.id, hash: kept.hash, at: `${at.date} ${at.time}`, replacedBy: kept.replacedBy })
    return { ok: true, pages: pages.slice(input.offset, input.offset + input.limit), total: pages.length, title: `${kept.id} ${kept.content.heading}` }
  },

  file: async ({ inside: { store: { db } } }, input) => {
    const row = await foundRecruitment(db, input.recruitment)
    if (isRefused(row)) return row
    const kept = await keptPublication(db, row.no, input.publication)
    if (kept?.content == null) return hqRefuse('publication_unknown')
    const { date } = venueTime(kept.at, packOf(row).venue.utcOffset)
    const bytes = await publicationFile(kept.content, { id: kept.id, hash: kept.hash, at: kept.at, day: date }, input.format)
    return { ok: true, name: `${kept.id}-${kept.content.heading}.${input.format}`, bytes: bytes.toString('base64') }
  },

  verify: async ({ inside: { store: { db } } }, input) => {
    // as typed, as scanned from the foot of a page, or in groups
    const wanted = input.hash.toLowerCase().replace(/^kdp1:/, '').replace(/[^0-9a-f]/g, '')
    const rows = wanted.length < 20 ? [] : await db.selectFrom('publication as p').innerJoin('recruitment as r', 'r.no', 'p.recruitment')
      .select(['p.id', 'p.hash', 'p.files', 'p.recruitment', 'r.id as exam', 'r.title'])
      .where((eb) => eb.or([eb('p.hash', 'like', `${wanted}%`), eb('p.files', 'like', `%${wanted}%`)])).limit(1).execute()
    const [row] = rows
    const kept = row === undefined ? null : await keptPublication(db, row.recruitment, row.id)
    if (row === undefined || kept === null) return { ok: true, found: null }
    const names = await accountNames(db)
    const files = JSON.parse(row.files) as { xlsx: string; csv: string }
    const what = row.hash.startsWith(wanted) ? 'content' : files.xlsx.startsWith(wanted) ? 'xlsx' : files.csv.startsWith(wanted) ? 'csv' : null
    return { ok: true, found: what === null ? null : { recruitment: row.exam, title: row.title, what, publication: viewOf(kept, (id) => names.get(id) ?? id) } }
  },
}

function viewOf(kept: Kept, nameOf: (account: string) => string): PublicationView {
  return {
    id: kept.id, list: kept.list, posts: [...kept.posts], masked: kept.masked, hash: kept.hash, at: kept.at, by: nameOf(kept.by), second: nameOf(kept.second), fact: kept.fact,
    people: kept.people, notice: kept.notice, replaces: kept.replaces, replacedBy: kept.replacedBy, erased: kept.content === null,
  }
}

/** Two deciders publish the very content they saw; refused while anything stands in the way, by its first reason. */
async function publish({ inside, caller }: HqCall, input: HqInput<'publish', 'publish'>): Promise<HqOutput<'publish', 'publish'>> {
  return inside.acting(async (trx, append): Promise<HqOutput<'publish', 'publish'>> => {
    const row = await lockedRecruitment(trx, inside.store.kind, input.recruitment)
    if (isRefused(row)) return row
    const done = await doneBefore(trx, input.cmd, 'list.published')
    if (done !== null) {
      const before = (await publications(trx, row.no)).find(({ fact }) => fact === done.fact)
      return before === undefined ? hqRefuse('publication_unknown') : { ok: true, ...done, publication: before.id, hash: before.hash }
    }
    const alone = lacksSecond(caller, deciding)
    if (alone !== null) return alone
    const all = await publications(trx, row.no)
    const old = input.replaces === null ? null : all.find(({ id }) => id === input.replaces)
    if (old === undefined || (old !== null && (old.list !== input.list || old.replacedBy !== null))) return hqRefuse('publication_unknown')
    const drawn = await draft(trx, row, input)
    if (isRefused(drawn)) return drawn
    const [blocker] = drawn.blockers
    if (blocker !== undefined) return hqRefuse(blocker.kind, { post: blocker.post, what: blocker.what, count: String(blocker.count) })
    if (peopleIn(drawn.content) === 0) return hqRefuse('nothing_to_publish')
    const hash = publicationHash(drawn.content)
    if (hash !== input.hash) return hqRefuse('stale')
    const at = Math.round(inside.clock.now())
    const { date } = venueTime(at, packOf(row).venue.utcOffset)
    const id = `P${date.replaceAll('-', '')}-${String(all.length + 1).padStart(3, '0')}`
    const posts = drawn.content.posts.map(({ post }) => post)
    const body: HqFactBody<'list.published'> = { recruitment: row.id, publication: id, list: input.list, posts, masked: input.style.masked, hash, replaces: input.replaces }
    const { seq, repeated } = await append({ by: caller.account, second: caller.second?.account, cmd: input.cmd, type: 'list.published', recruitment: row.no, body })
    const files = await filesOf(drawn.content, { id, hash, at, day: date })
    await trx.insertInto('publication').values({
      recruitment: row.no, id, list: HqListKind.parse(input.list), posts: JSON.stringify(posts), masked: input.style.masked ? 1 : 0, hash, content: JSON.stringify(drawn.content), files,
      at, by: caller.account, fact: seq, replaced_by: null,
    }).execute()
    if (input.replaces !== null) await trx.updateTable('publication').set({ replaced_by: id }).where('recruitment', '=', row.no).where('id', '=', input.replaces).execute()
    await inside.touch(trx, row.no, 'publish', 'recruitments')
    return { ok: true, fact: seq, repeated, publication: id, hash }
  })
}

/** Hashes of the files as they will always be, so that one that somebody holds is recognised. */
async function filesOf(content: PublicationContent, stamp: Parameters<typeof publicationFile>[1]): Promise<string> {
  const [xlsx, csv] = [await publicationFile(content, stamp, 'xlsx'), await publicationFile(content, stamp, 'csv')]
  return JSON.stringify({ xlsx: fileHash(xlsx), csv: fileHash(csv) })
}
