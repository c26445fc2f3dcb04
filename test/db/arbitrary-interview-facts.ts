import type { Draft } from '../../db/ledger.ts'
import type { FactId, ScoredStage } from '../../shared/facts.ts'

/** What the drafts of one moment have in common: who, with which lot, and an earlier fact that may be named. */
export interface Around {
  envelope: { by: string; cmd: string; second?: string }
  about: { session: string; candidate: string }
  lot: string
  earlier: FactId
  pick: <T>(from: readonly T[]) => T
  random: () => number
}

/** One draft of every kind of the interview day, conduct, paper and closing, so that any two may contradict each other. */
export function interviewDrafts({ envelope, about, lot, earlier, pick, random }: Around): Draft[] {
  const stage = pick<ScoredStage>(['interview', 'interview', 'professional'])
  const inStage = { ...about, lot, stage }
  const inRoom = { ...inStage, room: pick(['1', '2']) }
  const maybe = random() < 0.4 ? earlier : null
  const hash = 'a'.repeat(64)
  const draw = pick(['r1', 'r2'])
  const kind = pick(['groups', 'examiners'] as const)
  const { session } = about
  return [
    { ...envelope, type: 'shortlist.adopted', body: { session, post: pick(['P1', 'P2']), quota: 2, candidates: [about.candidate, 'c9'], tied: [], replaces: maybe } },
    { ...envelope, type: 'rooms.examiners', body: { session, examiners: [{ examiner: 'e1', name: '考官', unit: '', related: { posts: [], candidates: [], note: '' } }], replaces: maybe } },
    { ...envelope, type: 'rooms.frozen', body: { draw, session, kind, units: [{ unit: 'g1', posts: ['P1'] }], candidates: [], places: ['1'], excluded: [], poolHash: hash, commitment: hash } },
    { ...envelope, type: 'rooms.digits', body: { draw, session, digits: '0123456789', witnesses: ['甲'] } },
    { ...envelope, type: 'rooms.drawn', body: { draw, session, secret: hash, assigned: [{ unit: 'g1', place: '1' }], members: [{ candidate: about.candidate, room: pick(['1', '2']) }] } },
    { ...envelope, type: 'rooms.aborted', body: { draw, session, reason: 'wrong list' } },
    { ...envelope, type: 'rooms.joined', body: { ...about, room: pick(['1', '2']) } },
    { ...envelope, type: 'rooms.replaced', body: { session, draw, examiner: pick(['e1', 'e2']), by: pick(['e2', 'e3']), place: pick(['1/1', '1/2']), reason: 'did not come' } },
    { ...envelope, type: 'waiting.called', body: { ...about, lot, room: pick(['1', '2']), call: 1 } },
    { ...envelope, type: 'waiting.left', body: { ...about, lot, escort: '陪同', why: 'toilet', note: '' } },
    { ...envelope, type: 'waiting.returned', body: { ...about, lot, left: earlier } },
    { ...envelope, type: 'waiting.lapsed', body: { ...about, lot, left: earlier, reason: 'gone' } },
    { ...envelope, type: 'waiting.no_show', body: { ...about, lot, calls: 3, reason: 'not there' } },
    { ...envelope, type: 'waiting.belongings', body: { ...about, tag: '7' } },
    { ...envelope, type: 'waiting.undone', body: { ...about, replaces: earlier, reason: 'wrong person' } },
    { ...envelope, type: 'interview.entered', body: inRoom },
    { ...envelope, type: 'interview.started', body: { ...inRoom, seconds: 300, warnings: [60] } },
    { ...envelope, type: 'interview.finished', body: { ...inRoom, elapsed: 200_000 } },
    { ...envelope, type: 'interview.left', body: inRoom },
    ...(['1', '2'] as const).map((entry): Draft =>
      ({ ...envelope, type: 'interview.marked', body: { ...inRoom, entry: entry === '1' ? 1 : 2, operator: pick(['op-1', 'op-2', 'op-3']), marks: [['88'], [pick(['86', '87'])]], replaces: maybe, reason: '' } })),
    { ...envelope, type: 'interview.checked', body: { ...inStage, marked: earlier, operator: 'op-2' } },
    { ...envelope, type: 'interview.zeroed', body: { ...inStage, ruling: 'zero', kind: 'identity_revealed', reason: 'said the name' } },
    { ...envelope, type: 'interview.ruling_lifted', body: { ...inStage, replaces: earlier, reason: 'appeal' } },
    { ...envelope, type: 'interview.signed', body: { ...inStage, role: 'recorder', operator: 'op-1', score: '87.00', sheets: [earlier] } },
    { ...envelope, type: 'interview.slip', body: { ...inStage, score: '87.00', acknowledgement: { kind: 'on_paper' } } },
    { ...envelope, type: 'conduct.violated', body: { ...about, kind: 'phone', effect: pick(['none', 'itemFails', 'zero', 'barred']), item: pick([null, 'jump', 'interview']), reason: 'seen', evidence: '' } },
    { ...envelope, type: 'conduct.barred', body: { ...about, reason: 'another person' } },
    { ...envelope, type: 'conduct.revoked', body: { ...about, replaces: earlier, reason: 'appeal' } },
    { ...envelope, type: 'paper.printed', body: { session, sheet: 's1', kind: 'slip', key: about.candidate, copy: 1, pages: 1, head: hash } },
    { ...envelope, type: 'paper.typed', body: { ...about, sheet: 's1', row: '1', kind: 'attempt', writtenAt: '', newer: [earlier] } },
    { ...envelope, type: 'paper.folder', body: { folder: null } },
    { ...envelope, type: 'closing.packaged', body: { session, file: 'a.kdclose', hash, facts: 9, recipients: [] } },
  ]
}
