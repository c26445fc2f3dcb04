import type { QualificationPost } from '../../shared/hq/api/people.ts'
import type { RulePack } from '../../shared/pack-schema.ts'
import { adoptions, listNow, type ListNow } from './list-state.ts'
import { accountNames, readPosts, wholePack, type HqPost } from './post-reading.ts'
import { foundRecruitment, isRefused } from '../recruitments/recruitment-row.ts'
import type { HqCall, HqInput } from '../use-cases.ts'

/** Every post of the pack with its qualification list as it would be adopted now (规则 §9: 1:4 by written score above the pass line). */
export async function qualificationPosts({ inside: { store, clock } }: HqCall, { recruitment }: HqInput<'people', 'qualification'>) {
  const row = await foundRecruitment(store.db, recruitment)
  if (isRefused(row)) return row
  const pack = await wholePack(store.db, row)
  const adopted = await adoptions(store.db, row.no)
  const names = await accountNames(store.db)
  const held = await readPosts(store.db, row, pack)
  return {
    ok: true as const, at: Math.round(clock.now()),
    posts: held.map((post) => summary(pack, post, listNow(pack, post, 'qualification', adopted.get(`${post.post.code} qualification`) ?? null), names)),
  }
}

function summary(pack: RulePack, { post, entries }: HqPost, { proposal, adopted, moves, hash }: ListNow, names: ReadonlyMap<string, string>): QualificationPost {
  const staying = entries.filter(({ out }) => !out)
  const without = staying.filter(({ written }) => written === undefined).length
  const { quota } = proposal
  const name = (account: string) => names.get(account) ?? account
  return {
    post: post.code, title: post.title, unit: post.unit, headcount: post.headcount, people: entries.length, passLine: pack.ranking?.writtenPassLine[post.category] ?? null,
    ratio: quota?.ratio ?? null, exact: quota?.exact ?? null, places: quota?.places ?? null, fractions: quota?.fractions ?? '',
    listed: proposal.listed.length, tied: proposal.tied.length, decided: proposal.decided !== null, without,
    below: proposal.rows.filter(({ rank, score }) => rank === null && score !== null).length, out: entries.length - staying.length,
    adopted: adopted === null ? null : { fact: adopted.seq, at: adopted.at, by: name(adopted.by), second: name(adopted.second), listed: adopted.list.rows.length },
    moved: moves.length, hash,
  }
}
