import { hqRefuse } from '../../shared/hq/answer.ts'
import { HqListKind } from '../../shared/hq/facts.ts'
import { panelTitle } from '../../shared/standings-view.ts'
import { conflicts, decideConflict } from './decide-conflicts.ts'
import { exportList } from './decide-export.ts'
import { adopt, adoptFirst, list } from './decide-lists.ts'
import { decideTie } from './decide-ties.ts'
import { why } from './decide-why.ts'
import { adoptions, listNow, stateOf } from './list-state.ts'
import { openState, opennessOf } from './openness.ts'
import { accountNames, peopleById, readPost, readPosts, wholePack } from './post-reading.ts'
import { namedRow, openFlags, orderedRows, summaryOf, tieViews } from './post-view.ts'
import { foundRecruitment, isRefused } from '../recruitments/recruitment-row.ts'
import type { HqUseCases } from '../use-cases.ts'

/** Standings over all venues, decisions by named people, and lists that two people adopt (规则 §8, §9, §11). */
export const decideUseCases: HqUseCases<'decide'> = {
  posts: async ({ inside: { store: { db } } }, input) => {
    const row = await foundRecruitment(db, input.recruitment)
    if (isRefused(row)) return row
    const pack = await wholePack(db, row)
    const [posts, open, adopted] = await Promise.all([readPosts(db, row, pack), openState(db, row.no, pack), adoptions(db, row.no)])
    const asOf = posts.reduce<number | null>((latest, { asOf: at }) => (at !== null && (latest === null || at > latest) ? at : latest), null)
    return { ok: true, posts: posts.map((held) => summaryOf(pack, held, open, adopted)), asOf }
  },

  post: async ({ inside: { store: { db } } }, input) => {
    const row = await foundRecruitment(db, input.recruitment)
    if (isRefused(row)) return row
    const pack = await wholePack(db, row)
    const held = await readPost(db, row, pack, input.post)
    if (held === null) return hqRefuse('post_unknown', { post: input.post })
    const [open, adopted, accounts] = await Promise.all([openState(db, row.no, pack), adoptions(db, row.no, input.post), accountNames(db)])
    const nameOf = (id: string) => accounts.get(id) ?? id
    const rows = orderedRows(held)
    const page = rows.slice(input.offset, input.offset + input.limit)
    const flags = openFlags(held)
    const ties = tieViews(pack, held, nameOf)
    const lists = HqListKind.options.map((kind) => listNow(pack, held, kind, adopted.get(`${input.post} ${kind}`) ?? null))
    const spoken = new Set([...flags.flatMap(({ candidates }) => candidates.slice(0, 60)), ...ties.flatMap(({ tied }) => tied), ...lists.flatMap(({ proposal }) => proposal.tied)])
    const people = await peopleById(db, row.no, [...new Set([...page.map(({ entry }) => entry.id), ...spoken])])
    const { computed, medical } = held.decided
    return {
      ok: true, summary: summaryOf(pack, held, open, adopted), total: rows.length, flags, ties, open: opennessOf(open, input.post, held.post.stages),
      rows: page.map((each) => namedRow(held, each, people.get(each.entry.id))),
      lists: lists.map((now) => stateOf(now, nameOf)), medical: computed.quotas.medical, medicalLast: medical.listed.at(-1) ?? null,
      names: Object.fromEntries([...spoken].map((id) => [id, [people.get(id)?.roster_number, people.get(id)?.name].filter(Boolean).join(' ')])),
      coefficients: computed.panels.map(({ panel, ...rest }) => ({ panel, title: panelTitle(pack, panel).zh, ...rest })), asOf: held.asOf,
    }
  },

  why, decideTie, conflicts, decideConflict, list, adopt, adoptFirst, exportList,
}
