import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import type { Inside } from '../../hq/inside.ts'
import { openHq } from '../../hq/open-hq.ts'
import { makePartition } from '../../hq/partitions.ts'
import { readPost, readPosts, wholePack } from '../../hq/decide/post-reading.ts'
import { recruitmentRow, type Recruitment } from '../../hq/recruitments/recruitment-row.ts'
import type { StoreKind } from '../../hq/store.ts'
import { rankKey } from '../../shared/hq/rank-key.ts'
import { hqEntry, type StandingDoc } from '../../shared/hq/standing-doc.ts'
import { packHash } from '../../shared/pack-hash.ts'
import { startPostgres } from '../embedded-postgres.ts'
import { madeExam } from './made-exam.ts'
import { dice } from './made-roster.ts'
import { median, type BenchResult } from './rounds.ts'

/** Candidates of one post. */
const OF_POST = 200

/** One post ranked anew against all of them and against the database's own rank(), on both databases; and all posts of a recruitment of 20,000. */
export async function benchHqRank(candidates: number): Promise<BenchResult[]> {
  const server = await startPostgres({ durable: true })
  const folder = mkdtempSync(path.join(tmpdir(), 'kaodian-bench-hq-'))
  try {
    return [...(await onStore('sqlite', candidates, path.join(folder, 's'))), ...(await onStore('postgres', candidates, path.join(folder, 'p'), await server.freshDatabase()))]
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function onStore(kind: StoreKind, candidates: number, folder: string, databaseUrl?: string): Promise<BenchResult[]> {
  const { inside, close } = await openHq({ folder, databaseUrl })
  try {
    const posts = Math.floor(candidates / OF_POST)
    const row = await filled(inside, 'large', posts)
    const small = await filled(inside, 'small', 100)
    await sql`ANALYZE`.execute(inside.store.db)
    const { db } = inside.store
    const pack = await wholePack(db, row)
    const codes = pack.posts.map(({ code }) => code)
    const [one, bare]: [number[], number[]] = [[], []]
    let equal = true
    for (let turn = 0; turn < 60; turn += 1) {
      const code = codes[(turn * 7919) % posts] ?? ''
      let ranked: Map<string, number> = new Map()
      const ours = async () => {
        const held = await readPost(db, row, pack, code)
        ranked = new Map(held?.decided.computed.ranking.ranked.map(({ id, rank }) => [id, rank]))
      }
      let rows: { person: string; rank: number }[] = []
      const plain = async () => {
        rows = (await sql<{ person: string; rank: number }>`SELECT person, rank() OVER (ORDER BY rank_key) AS rank FROM standing WHERE recruitment = ${row.no} AND post = ${code} AND rank_key IS NOT NULL`.execute(db)).rows
      }
      const [first, then] = turn % 2 === 0 ? [ours, plain] : [plain, ours]
      const a = await clocked(first)
      const b = await clocked(then)
      // the first looks fill the caches of both
      if (turn >= 10) {
        one.push(turn % 2 === 0 ? a : b)
        bare.push(turn % 2 === 0 ? b : a)
      }
      equal &&= rows.length === OF_POST && ranked.size === OF_POST && rows.every(({ person, rank }) => ranked.get(person) === rank)
    }
    const all: number[] = []
    for (let turn = 0; turn < 3; turn += 1) {
      all.push(await clocked(async () => {
        for (const code of codes) await readPost(db, row, pack, code)
      }))
    }
    const whole: number[] = []
    const smallPack = await wholePack(db, small)
    for (let turn = 0; turn < 5; turn += 1) whole.push(await clocked(() => readPosts(db, small, smallPack)))
    const where = `${kind}, ${String(posts * OF_POST)} candidates in ${String(posts)} posts`
    return [
      { name: `一个岗位重新排名 one post ranked anew ÷ bare rank() (${where})`, ratios: one.map((ms, at) => ms / (bare[at] ?? Number.NaN)), target: { atMost: 2 }, equal, note: `${median(one).toFixed(2)} ms, rank() ${median(bare).toFixed(2)} ms` },
      { name: `一个岗位 ÷ 全部岗位 one post ÷ all posts (${where})`, ratios: all.map((ms) => median(one) / ms), target: { atMost: 1 / 150 }, equal, note: `all ${(median(all) / 1000).toFixed(1)} s` },
      { name: `两万人全部岗位 all posts of 20,000 candidates ÷ 5 s (${kind})`, ratios: whole.map((ms) => ms / 5000), target: { atMost: 1 }, equal, note: `${median(whole).toFixed(0)} ms` },
    ]
  } finally {
    await close()
  }
}

async function clocked(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now()
  await work()
  return performance.now() - from
}

/** A recruitment with everybody's interview marked, written straight into the tables. */
async function filled({ store: { db, kind } }: Inside, id: string, posts: number): Promise<Recruitment> {
  const { pack: made } = madeExam(10, posts, 1)
  const pack = { ...made, sessions: [], pools: [] }
  const random = dice(posts)
  await db.transaction().execute(async (trx) => {
    const { no } = await trx.insertInto('recruitment').values({
      id, title: id, pack: JSON.stringify(pack), pack_version: 1, pack_hash: packHash(pack), retain_until: null, address: '', created_at: 0, erased_at: null,
    }).returning('no').executeTakeFirstOrThrow()
    await makePartition(trx, kind, no)
    for (const [at, post] of pack.posts.entries()) {
      const people = Array.from({ length: OF_POST }, (_, of) => {
        const person = {
          recruitment: no, id: `${id}${String(at).padStart(5, '0')}${String(of).padStart(4, '0')}`, roster_number: '', ticket: `${String(at)}-${String(of)}`, resident_id: '', name: '某',
          sex: 'M' as const, birth: '1995-03-02', post: post.code, written: (50.5 + random() * 45).toFixed(2), quality: (40 + random() * 55).toFixed(2), barred: null, withdrawn: null, photo: null,
        }
        const doc: StandingDoc = {
          interview: (61 + random() * 35).toFixed(2), professional: undefined, fitnessPoints: undefined, run: (200 + random() * 60).toFixed(2), panel: 'day.1', ruled: false, end: null, open: null,
          passed: post.stages, lot: 'A001',
        }
        return { person, doc, key: rankKey(pack, post, hqEntry(person, doc, post.stages)) }
      })
      await trx.insertInto('person').values(people.map(({ person }) => person)).execute()
      await trx.insertInto('standing').values(people.map(({ person, doc, key }) => ({
        recruitment: no, person: person.id, post: post.code, venue: 'v1', place: 'passed', ended: null, total: key?.total ?? null, rank_key: key?.key ?? null, doc: JSON.stringify(doc), conflicts: '[]', last: 1,
      }))).execute()
    }
  })
  const row = await recruitmentRow(db, id)
  if (row === null) throw new Error('the recruitment was made')
  return row
}
