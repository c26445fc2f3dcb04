import type { Marks, ScoredStage, Role } from '../../shared/facts.ts'
import type { InterviewRules, ScoringRules } from '../../shared/pack-interview-schema.ts'
import type { RulePack, Stage } from '../../shared/pack-schema.ts'
import type { Candidate } from '../../shared/roster.ts'
import type { Caller, Input } from '../../station/use-cases.ts'
import { person, practiceVenue } from './practice-venue.ts'

export const day = '0617-am'
export const at = (n: number, stage: ScoredStage = 'interview') => ({ session: day, candidate: person(n).id, stage })
/** One total from each of seven examiners. */
export const totals = (...marks: string[]): Marks => marks.map((mark) => [mark])
export const seven = totals('88', '86.5', '90', '85', '84', '87.25', '86')
/** Without 90 and 84: 432.75 / 5. */
export const sevenScore = '86.55'

/** Somebody signed in, by role, with a second person of the same or another role typed in place. */
export function who(operator: string, second?: string): Caller {
  const roles = (name: string): Role[] => [name.replace(/-\d$/, '') as Role]
  return { operator, name: operator, roles: roles(operator), ...(second === undefined ? {} : { second: { operator: second, roles: roles(second) } }) }
}

interface Options {
  stages?: Stage[]
  interview?: Partial<InterviewRules>
  professional?: Partial<ScoringRules> | null
  change?: (pack: RulePack) => void
}

/**
 * A half day of interviews: the first room has candidates 1 to 4 with lots A001 …, the second 5 and 6 with B001 …. Rooms
 * and lots are recorded as facts; how they are drawn is not asked here.
 */
export function interviewVenue(options: Options = {}) {
  const stages = options.stages ?? ['interview']
  const people: Candidate[] = [1, 2, 3, 4, 5, 6].map((n) => person(n, { post: 'Y001', sessions: [day] }))
  const practice = practiceVenue(people, {
    change: (pack) => {
      const post = pack.posts.find((each) => each.code === 'Y001')!
      post.stages = [...stages]
      pack.posts = [post]
      pack.sessions = [{
        id: day, date: '2023-06-17', half: 'am', title: { zh: '面试', en: 'Interviews' }, stages: [...stages], window: { from: '07:30', to: '08:30' },
        due: { kind: 'posts', posts: ['Y001'] },
        rooms: [
          { id: '1', title: { zh: '第一面试室', en: 'Room 1' }, letters: 'A' },
          { id: '2', title: { zh: '第二面试室', en: 'Room 2' }, letters: 'B' },
        ],
      }]
      pack.pools = []
      pack.interview = { ...pack.interview!, ...options.interview }
      if (options.professional !== undefined) {
        const { panel, drop, elements, fullMark, markDecimals, scoreDecimals, scoreRounding, minutes, warningSeconds, entry, passMark, clause } = pack.interview
        pack.professional = options.professional === null ? null : {
          panel, drop, elements, fullMark, markDecimals, scoreDecimals, scoreRounding, minutes, warningSeconds, entry, passMark, clause, ...options.professional,
        }
      }
      options.change?.(pack)
    },
  })
  const { venue, cmd, must } = practice
  practice.at('08:40', '2023-06-17')
  const chief = who('chief-1')
  for (const [n, name] of ['chief-1', 'interview-1', 'interview-2', 'interview-3', 'supervisor-1'].entries()) {
    venue.record(chief, 'operator.added', { operator: name, name: `工作人员${String(n + 1)}`, roles: who(name).roles as Role[] }, cmd())
  }
  venue.record(chief, 'session.opened', { session: day }, cmd())
  const places = [['1', 'A001'], ['1', 'A002'], ['1', 'A003'], ['1', 'A004'], ['2', 'B001'], ['2', 'B002']] as const
  for (const [index, [room, lot]] of places.entries()) {
    const candidate = person(index + 1).id
    venue.record(chief, 'checkin.admitted', { session: day, candidate, tag: '', consent: true, warnings: [] }, cmd())
    venue.record(chief, 'rooms.joined', { session: day, candidate, room }, cmd())
    venue.record(chief, 'lots.drawn', { draw: `${day}.${room}`, session: day, candidate, turn: index + 1, lot }, cmd())
  }
  const clerk = who('interview-1')
  const interview = {
    ...practice, clerk,
    room: async (room = '1', caller = clerk) => (await must(caller, 'interview', 'room', { session: day, room })).view,
    sheet: async (lot: string, caller = clerk) => (await must(caller, 'interview', 'find', { session: day, lot })).sheet,
    mark: (n: number, operator: string, marks: Marks, given: Partial<Input<'interview', 'mark'>> = {}) =>
      must(who(operator), 'interview', 'mark', { ...at(n, given.stage), marks, ...given }),
    /** In, answered and out again. */
    answered: async (n: number, stage: ScoredStage = 'interview') => {
      await must(clerk, 'interview', 'enter', at(n, stage))
      await must(clerk, 'interview', 'start', at(n, stage))
      practice.clock.pass(200_000)
      await must(clerk, 'interview', 'finish', at(n, stage))
      await must(clerk, 'interview', 'leave', at(n, stage))
    },
    bothMark: async (n: number, marks: Marks, stage: ScoredStage = 'interview') => {
      await interview.mark(n, 'interview-1', marks, { stage })
      return (await interview.mark(n, 'interview-2', marks, { stage })).sheet
    },
    signAll: async (n: number, score: string, stage: ScoredStage = 'interview') => {
      await must(clerk, 'interview', 'sign', { ...at(n, stage), role: 'recorder', score })
      await must(who('interview-1', 'interview-2'), 'interview', 'sign', { ...at(n, stage), role: 'verifier', score })
      await must(who('interview-1', 'supervisor-1'), 'interview', 'sign', { ...at(n, stage), role: 'supervisor', score })
    },
    slip: (n: number, score: string, stage: ScoredStage = 'interview') =>
      must(clerk, 'interview', 'slip', { ...at(n, stage), score, acknowledgement: { kind: 'on_paper' } }),
  }
  return interview
}
