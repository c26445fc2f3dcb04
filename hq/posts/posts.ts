import { createHash } from 'node:crypto'
import { newCommand } from '../../exchange/chance.ts'
import { readSheet } from '../../exchange/sheets/sheet.ts'
import { hqRefuse, type HqRefused } from '../../shared/hq/answer.ts'
import { canonical } from '../../shared/pack-hash.ts'
import { dividesPosts } from '../../shared/pack-checks.ts'
import { Stage, type Post, type RulePack } from '../../shared/pack-schema.ts'
import { quotasOf } from '../../shared/quotas.ts'
import { keepPack, ownPack, wholeFaults } from '../recruitments/pack-keeping.ts'
import { readPosts, type PostReading } from './post-sheet.ts'
import { foundRecruitment, isRefused, issuedPackages, packOf, type Recruitment } from '../recruitments/recruitment-row.ts'
import type { Db } from '../store.ts'
import type { HqCall, HqInput, HqUseCases } from '../use-cases.ts'

type Given = Pick<HqInput<'posts', 'preview'>, 'bytes' | 'mapping' | 'category'>

export const postsUseCases: HqUseCases<'posts'> = {
  list: async ({ inside: { store } }, { recruitment }) => {
    const row = await foundRecruitment(store.db, recruitment)
    if (isRefused(row)) return row
    const pack = packOf(row)
    const counts = await counted(store.db, row.no)
    return {
      ok: true, version: row.pack_version, issued: await issuedPackages(store.db, row.no), divided: dividesPosts(pack),
      stages: Stage.options.filter((stage) => (stage !== 'fitness' && stage !== 'psych') || pack[stage] !== null),
      posts: pack.posts.map((post) => ({
        post, people: counts.get(post.code)?.people ?? 0, out: counts.get(post.code)?.out ?? 0, places: quotasOf(pack, post.category, post.headcount).qualification?.places ?? null,
      })),
    }
  },
  preview: async ({ inside: { store } }, { recruitment, ...given }) => {
    const row = await foundRecruitment(store.db, recruitment)
    if (isRefused(row)) return row
    const read = await readGiven(given, packOf(row))
    if (isRefused(read)) return read
    return { ok: true, ...(await previewOf(store.db, row, read.headers, read.reading)) }
  },
  import: (call, input) => importPosts(call, input),
  put: ({ inside, caller }, { cmd, recruitment, post, was, base, reason }) =>
    keepPack(inside, { recruitment, cmd, by: caller.account, base, reason }, (pack) => {
      if (was !== null && !pack.posts.some(({ code }) => code === was)) return hqRefuse('post_unknown', { post: was })
      if (post.code !== was && pack.posts.some(({ code }) => code === post.code)) return hqRefuse('post_exists', { post: post.code })
      return { ...pack, posts: was === null ? [...pack.posts, post] : pack.posts.map((each) => (each.code === was ? post : each)) }
    }),
  remove: ({ inside, caller }, { cmd, recruitment, code, base, reason }) =>
    keepPack(inside, { recruitment, cmd, by: caller.account, base, reason }, (pack) =>
      pack.posts.some((post) => post.code === code) ? { ...pack, posts: pack.posts.filter((post) => post.code !== code) } : hqRefuse('post_unknown', { post: code }),
    ),
}

async function readGiven({ bytes, mapping, category }: Given, pack: RulePack): Promise<{ headers: string[]; reading: PostReading } | HqRefused> {
  const answer = await readSheet(Buffer.from(bytes, 'base64'))
  if (!answer.ok) return hqRefuse('sheet_unreadable', { fault: answer.fault })
  return { headers: [...answer.sheet.headers], reading: readPosts(answer.sheet, pack, category, mapping) }
}

async function previewOf(db: Db, row: Recruitment, headers: string[], reading: PostReading) {
  const pack = packOf(row)
  const { problems, mapping, count, sample, posts } = reading
  const next = ownPack({ ...pack, posts }, row.id, row.pack_version)
  const errors = posts.length === 0 ? [] : (await wholeFaults(db, row.no, next)).map(({ path, message }) => ({ path, message }))
  const [before, after] = [new Map(pack.posts.map((post) => [post.code, canonical(post)])), new Map(posts.map((post) => [post.code, canonical(post)]))]
  return {
    headers, mapping: { ...mapping }, count, problems: problems.slice(0, 1000), sample, posts, errors, version: row.pack_version,
    headcount: posts.reduce((sum, { headcount }) => sum + headcount, 0),
    added: posts.flatMap(({ code }) => (before.has(code) ? [] : [code])),
    changed: posts.flatMap(({ code }) => (before.has(code) && before.get(code) !== after.get(code) ? [code] : [])),
    gone: posts.length === 0 ? [] : pack.posts.flatMap(({ code }) => (after.has(code) ? [] : [code])),
    needsReason: (await issuedPackages(db, row.no)) > 0,
  }
}

async function importPosts({ inside, caller }: HqCall, { cmd, recruitment, name, base, reason, ...given }: HqInput<'posts', 'import'>) {
  const row = await foundRecruitment(inside.store.db, recruitment)
  if (isRefused(row)) return row
  const read = await readGiven(given, packOf(row))
  if (isRefused(read)) return read
  const { problems, posts } = read.reading
  if (problems.length > 0 || posts.length === 0) return hqRefuse('sheet_rows', { count: String(problems.length) })
  const hash = createHash('sha256').update(Buffer.from(given.bytes, 'base64')).digest('hex')
  return keepPack(
    inside, { recruitment, cmd, by: caller.account, base, reason }, (pack) => ({ ...pack, posts: posts satisfies Post[] }),
    (_trx, { no, id }) => ({
      by: caller.account, cmd: newCommand(inside.clock.now(), inside.chance), type: 'posts.imported', recruitment: no,
      body: { recruitment: id, source: name.slice(0, 300), count: posts.length, hash },
    }),
  )
}

/** Candidates of each post, and how many of them are barred or withdrew. */
async function counted(db: Db, recruitment: number): Promise<Map<string, { people: number; out: number }>> {
  const rows = await db.selectFrom('person').select('post').select((eb) => [
    eb.fn.countAll<number>().as('people'),
    eb.fn.sum<number>(eb.case().when(eb.or([eb('barred', 'is not', null), eb('withdrawn', 'is not', null)])).then(1).else(0).end()).as('out'),
  ]).where('recruitment', '=', recruitment).groupBy('post').execute()
  return new Map(rows.map(({ post, people, out }) => [post, { people: people, out: out }]))
}
