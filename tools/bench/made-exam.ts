import type { Draft } from '../../db/ledger.ts'
import type { FactId, Marks } from '../../shared/facts.ts'
import { panelScore } from '../../shared/interview-score.ts'
import { packNamed } from '../../shared/pack-catalogue.ts'
import type { RulePack, Session } from '../../shared/pack-schema.ts'
import type { Candidate } from '../../shared/roster.ts'
import { commandOf, type DraftOf } from './made-ledger.ts'
import { dice, madeRoster } from './made-roster.ts'

/** Facts of one candidate: a fitness half day of 9, an interview of 13. */
const EACH = 22
const FITNESS_DAYS = 10
const INTERVIEW_DAYS = 4

/** A whole recruitment played to its end: posts, people, and every fact of fitness and interview days. */
export interface MadeExam {
  pack: RulePack
  people: Candidate[]
  facts: number
  draftOf: DraftOf
  /** Candidates whose last signature is missing: signing it is one new score. */
  waiting: readonly { candidate: string; post: string; draft: (turn: number, station: string) => Draft }[]
}

/** `posts` posts with equally many of `candidates`, all of them through fitness and into the interview; the same seed, the same exam. */
export function madeExam(candidates: number, posts: number, seed: number): MadeExam {
  const pack = examPack(posts, Math.ceil(candidates / posts))
  const random = dice(seed)
  const people = madeRoster(candidates, seed).map((person, at): Candidate => ({
    ...person, post: pack.posts[at % posts]?.code ?? '', sessions: [`f${String(at % posts % FITNESS_DAYS)}`],
    written: (50 + Math.floor(random() * 300) / 10).toFixed(1), quality: (40 + Math.floor(random() * 400) / 10).toFixed(1),
  }))
  const readings = people.map(() => ({ run: (200 + Math.floor(random() * 5000) / 100).toFixed(2), mark: (60 + Math.floor(random() * 350) / 10).toFixed(1) }))
  const before = [...adoptions(pack, people), ...roomDraws(pack, people)]
  const isWaiting = (at: number): boolean => at % 97 === 5
  const about = (at: number) => ({ person: people[at], lot: lotOf(at), interview: interviewDay(people[at]?.post ?? '', pack), reading: readings[at] })

  const draftOf: DraftOf = (n, station) => {
    const given = before[n]
    if (given !== undefined) return { ...given, by: 'op-0', cmd: commandOf(n) } as Draft
    const at = Math.floor((n - before.length) / EACH)
    const step = (n - before.length) % EACH
    const first = before.length + at * EACH + 1
    const fact = (of: number): FactId => `${station}/${String(first + of)}`
    const { person, lot, interview, reading } = about(at)
    if (person === undefined || reading === undefined) throw new Error(`no candidate for fact ${String(n)}`)
    const marks: Marks = [0, 1, 2, 3, 4, 5, 6].map((examiner) => [(Number(reading.mark) + examiner * 0.5).toFixed(1)])
    const said = step < 9
      ? fitnessStep(step, { session: person.sessions[0] ?? '', candidate: person.id }, lot, reading.run, fact)
      : interviewStep(step - 9, { session: interview.id, candidate: person.id, lot, room: roomOf(person.post, interview) }, marks, scoreOf(pack, marks), [fact(16), fact(17)])
    // the last two steps of those who wait are left to be recorded: something harmless stands in their place
    const late = isWaiting(at) && step >= 20
    return { ...(late ? { type: 'lots.printed', body: { session: interview.id, candidate: person.id, lot, copy: 1 } } : said), by: `op-${String(n % 9)}`, cmd: commandOf(n) } as Draft
  }
  const waiting = people.flatMap((person, at) => {
    if (!isWaiting(at)) return []
    const { lot, interview, reading } = about(at)
    const first = before.length + at * EACH + 1
    const marks: Marks = [0, 1, 2, 3, 4, 5, 6].map((examiner) => [(Number(reading?.mark) + examiner * 0.5).toFixed(1)])
    const draft = (turn: number, station: string): Draft => ({
      ...interviewStep(11, { session: interview.id, candidate: person.id, lot, room: roomOf(person.post, interview) }, marks, scoreOf(pack, marks),
        [`${station}/${String(first + 16)}`, `${station}/${String(first + 17)}`]),
      by: 'op-1', cmd: commandOf(100_000_000 + turn),
    }) as Draft
    return [{ candidate: person.id, post: person.post, draft }]
  })
  return { pack, people, facts: before.length + candidates * EACH, draftOf, waiting }
}

type Said = Pick<Draft, 'type' | 'body'>

function fitnessStep(step: number, about: { session: string; candidate: string }, lot: string, run: string, fact: (of: number) => FactId): Said {
  const read = (item: string, reading: string): Said => ({ type: 'fitness.attempted', body: { ...about, lot, item, outcome: { kind: 'reading', reading } } })
  const signed = (item: string, attempt: number): Said => ({
    type: 'fitness.signed', body: { ...about, lot, item, verdict: 'passed', attempts: [fact(attempt)], acknowledgement: { kind: 'on_paper' } },
  })
  const steps: readonly (() => Said)[] = [
    () => ({ type: 'checkin.admitted', body: { ...about, tag: '', consent: true, warnings: [] } }),
    () => ({ type: 'lots.drawn', body: { ...about, draw: 'draw-1', turn: 1, lot } }),
    () => ({ type: 'psych.recorded', body: { ...about, lot, result: 'passed', source: 'hand' } }),
    () => read('jump', '280'), () => signed('jump', 3), () => read('shuttle', '12.50'), () => signed('shuttle', 5), () => read('run', run), () => signed('run', 7),
  ]
  return steps[step]?.() ?? { type: 'checkin.consented', body: about }
}

function interviewStep(
  step: number, where: { session: string; candidate: string; lot: string; room: string }, marks: Marks, score: string, sheets: FactId[],
): Said {
  const { session, candidate, lot, room } = where
  const about = { session, candidate, lot, stage: 'interview' as const }
  const marked = (entry: 1 | 2): Said => ({ type: 'interview.marked', body: { ...about, room, entry, operator: `clerk-${String(entry)}`, marks, replaces: null, reason: '' } })
  const signed = (role: 'recorder' | 'verifier' | 'supervisor'): Said => ({ type: 'interview.signed', body: { ...about, role, operator: role, score, sheets } })
  const steps: readonly (() => Said)[] = [
    () => ({ type: 'checkin.admitted', body: { session, candidate, tag: '', consent: false, warnings: [] } }),
    () => ({ type: 'lots.drawn', body: { session, candidate, draw: 'draw-2', turn: 1, lot } }),
    () => ({ type: 'waiting.called', body: { session, candidate, lot, room, call: 1 } }),
    () => ({ type: 'interview.entered', body: { ...about, room } }),
    () => ({ type: 'interview.started', body: { ...about, room, seconds: 480, warnings: [60] } }),
    () => ({ type: 'interview.finished', body: { ...about, room, elapsed: 470_000 } }),
    () => ({ type: 'interview.left', body: { ...about, room } }),
    () => marked(1), () => marked(2), () => signed('recorder'), () => signed('verifier'), () => signed('supervisor'),
    () => ({ type: 'interview.slip', body: { ...about, score, acknowledgement: { kind: 'on_paper' } } }),
  ]
  return steps[step]?.() ?? { type: 'checkin.consented', body: { session, candidate } }
}

function scoreOf(pack: RulePack, marks: Marks): string {
  const scored = pack.interview === null ? null : panelScore(pack.interview, marks)
  if (scored?.ok !== true) throw new Error('the made marks do not make a score')
  return scored.score
}

const lotOf = (at: number): string => `${'ABCDEFGHJKLMNPQRSTUVWXYZ'[Math.floor(at / 999) % 24] ?? 'A'}${String((at % 999) + 1).padStart(3, '0')}`

function interviewDay(post: string, pack: RulePack): Session {
  const session = pack.sessions.find(({ id, due }) => id.startsWith('i') && due.kind === 'shortlist' && due.posts.includes(post))
  if (session === undefined) throw new Error(`no interview for ${post}`)
  return session
}

const roomOf = (post: string, session: Session): string => session.rooms[Number(post.slice(1)) % session.rooms.length]?.id ?? ''

function adoptions(pack: RulePack, people: readonly Candidate[]): Said[] {
  return pack.posts.map(({ code }): Said => ({
    type: 'shortlist.adopted',
    body: { session: interviewDay(code, pack).id, post: code, quota: null, candidates: people.filter(({ post }) => post === code).map(({ id }) => id), tied: [], replaces: null },
  }))
}

function roomDraws(pack: RulePack, people: readonly Candidate[]): Said[] {
  return pack.sessions.filter(({ id }) => id.startsWith('i')).map((session): Said => ({
    type: 'rooms.drawn',
    body: {
      draw: `rooms-${session.id}`, session: session.id, secret: '0'.repeat(64), assigned: [],
      members: people.filter(({ post }) => interviewDay(post, pack) === session).map(({ id, post }) => ({ candidate: id, room: roomOf(post, session) })),
    },
  }))
}

/** The Shenzhen rehearsal, widened to `posts` posts over ten fitness and four interview half days. */
function examPack(posts: number, each: number): RulePack {
  const base = packNamed('shenzhen-2023')
  const [technical, general] = [base?.posts.find(({ category }) => category === 'technical'), base?.posts.find(({ category }) => category === 'general')]
  const [fitness, interview] = [base?.sessions.find(({ stages }) => stages.includes('fitness')), base?.sessions.find(({ stages }) => stages.includes('interview'))]
  if (base === null || technical === undefined || general === undefined || fitness === undefined || interview === undefined) throw new Error('the rehearsal pack has changed')
  const codes = Array.from({ length: posts }, (_, at) => `P${String(at).padStart(4, '0')}`)
  const day = (from: Session, id: string, at: number, due: Session['due']): Session => ({ ...from, id, date: `2023-06-${String(9 + at).padStart(2, '0')}`, due })
  return {
    ...base,
    posts: codes.map((code, at) => ({ ...(at % 2 === 0 ? technical : general), code, sex: 'any', birth: null, headcount: Math.ceil(each / 3) })),
    sessions: [
      ...Array.from({ length: FITNESS_DAYS }, (_, at) => day(fitness, `f${String(at)}`, at, { kind: 'posts', posts: codes.filter((_code, of) => of % FITNESS_DAYS === at) })),
      ...Array.from({ length: INTERVIEW_DAYS }, (_, at) => day(interview, `i${String(at)}`, 12 + at, { kind: 'shortlist', posts: codes.filter((_code, of) => of % INTERVIEW_DAYS === at) })),
    ],
    pools: [],
  }
}
