import { hqRefuse } from '../../shared/hq/answer.ts'
import { decisionFault } from '../../shared/hq/decided.ts'
import type { HqListKind } from '../../shared/hq/facts.ts'
import { deciding } from '../../shared/hq/rights.ts'
import type { RulePack } from '../../shared/pack-schema.ts'
import { listNow } from './list-state.ts'
import { readPost, wholePack, type HqPost } from './post-reading.ts'
import { doneBefore, isRefused, lockedRecruitment } from '../recruitments/recruitment-row.ts'
import { lacksSecond } from '../accounts/two-people.ts'
import type { HqCall, HqInput, HqOutput } from '../use-cases.ts'

/** Records an order among equals, or who of the equals at a cut goes on, by two deciders with a reason (规则 §9). */
export async function decideTie({ inside, caller }: HqCall, input: HqInput<'decide', 'decideTie'>): Promise<HqOutput<'decide', 'decideTie'>> {
  return inside.acting(async (trx, append): Promise<HqOutput<'decide', 'decideTie'>> => {
    const row = await lockedRecruitment(trx, inside.store.kind, input.recruitment)
    if (isRefused(row)) return row
    const before = await doneBefore(trx, input.cmd, 'tie.decided')
    if (before !== null) return { ok: true, ...before }
    if (input.reason === '') return hqRefuse('reason_missing')
    const alone = lacksSecond(caller, deciding)
    if (alone !== null) return alone
    const pack = await wholePack(trx, row)
    const held = await readPost(trx, row, pack, input.post)
    if (held === null) return hqRefuse('post_unknown', { post: input.post })
    const tie = openTie(pack, held, input.list, input.tied)
    if (tie === null) return hqRefuse('tie_unknown', { post: input.post })
    const fault = decisionFault(input.list, input.tied, input.order, tie.left)
    if (fault !== null) return hqRefuse(fault, { post: input.post, left: String(tie.left) })
    const { post, list, tied, order, reason } = input
    const { seq, repeated } = await append({
      by: caller.account, second: caller.second?.account, cmd: input.cmd, type: 'tie.decided', recruitment: row.no,
      body: { recruitment: row.id, post, list, tied, order, reason },
    })
    await inside.touch(trx, row.no, 'decide')
    return { ok: true, fact: seq, repeated }
  })
}

/** The tie of exactly these people as the facts have it, before any decision about it; null: they are not tied (any more). */
function openTie(pack: RulePack, held: HqPost, list: HqListKind, tied: readonly string[]): { left: number } | null {
  const same = (ids: readonly string[]) => ids.length === tied.length && ids.every((id) => tied.includes(id))
  if (list === 'ranking') {
    const found = held.decided.computed.ranking.flags.some((flag) => flag.flag === 'tie' && same(flag.ids))
    return found ? { left: 0 } : null
  }
  // a decision may be replaced by a newer one, so the cut is looked at as it would be without those about it
  const without = { ...held, decisions: [], ...(list === 'medical' && held.decided.medical.cut === null ? { decided: { ...held.decided, medical: uncut(held, tied) } } : {}) }
  const { proposal } = listNow(pack, without, list, null)
  return same(proposal.tied) ? { left: proposal.left } : null
}

function uncut({ decided, decisions }: HqPost, tied: readonly string[]): HqPost['decided']['medical'] {
  const decision = decisions.find(({ seq }) => seq === decided.medical.decided)
  if (decision === undefined || decision.tied.length !== tied.length) return decided.medical
  const on = new Set(decision.tied)
  return { listed: [...decided.medical.listed.filter((id) => !on.has(id)), ...decision.tied], cut: { flag: 'tie_at_cut', rank: 0, ids: decision.tied }, decided: null }
}
