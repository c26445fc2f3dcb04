import type { Sheet } from '../../shared/api/interview.ts'
import type { Acknowledgement, Marks, ScoredStage } from '../../shared/facts.ts'
import type { Session } from '../../shared/pack-schema.ts'
import type { Candidate } from '../../shared/roster.ts'
import { ok } from '../../tools/simulate/crew.ts'
import type { MadeVenue } from './made-venue.ts'

export type Beside = ReturnType<typeof makeBeside>

/** One total from each examiner. */
export const totals = (...marks: string[]): Marks => marks.map((mark) => [mark])

const documents = { idCard: true, ticket: true }
const witnesses = ['见证人甲', '见证人乙']

/** What the operators of one half day do through the contract, beside the screens or without any. */
export function makeBeside({ crew, pack }: Pick<MadeVenue, 'crew' | 'pack'>, session: Session) {
  const of = { session: session.id }
  const at = (person: Candidate, stage: ScoredStage = 'interview') => ({ session: session.id, candidate: person.id, stage })
  const who = (person: Candidate) => ({ session: session.id, candidate: person.id })

  async function digits(draw: string): Promise<void> {
    ok(await crew.as('lots-1').rooms.digits({ cmd: crew.cmd(), draw, digits: '314159265358', witnesses }), 'digits')
    ok(await crew.as('lots-1').rooms.draw({ cmd: crew.cmd(), draw }), 'revealing')
  }
  async function rows() {
    return (await crew.as('supervisor-1').sessions.rows({ ...of, list: 'all', limit: 500 })).rows
  }
  async function lotOf(person: Candidate): Promise<string> {
    return (await rows()).find((row) => row.candidate === person.id)?.lot ?? ''
  }
  async function sheet(person: Candidate, stage: ScoredStage = 'interview'): Promise<Sheet> {
    const clerk = crew.as('interview-1').interview
    for (const { room } of ok(await clerk.rooms(of), 'rooms').rooms) {
      const { view } = ok(await clerk.room({ ...of, room }), 'room')
      const found = [view.inside, ...view.scoring].find((each) => each?.candidate === person.id && each.stage === stage)
      if (found != null) return found
    }
    return ok(await clerk.find({ ...of, lot: await lotOf(person) }), 'sheet').sheet
  }

  const beside = {
    rows, lotOf, sheet,
    whereabouts: async (person: Candidate): Promise<string> => (await rows()).find((row) => row.candidate === person.id)?.where ?? '',
    /** Ends by person, of everybody due. */
    ends: async (): Promise<Map<string, string>> => new Map((await rows()).map((row) => [row.candidate, row.where])),
    journey: async (person: Candidate) => ok(await crew.as('supervisor-1').journey.find(who(person)), 'journey').journey,
    open: async () => void ok(await crew.as('chief-1').sessions.open({ cmd: crew.cmd(), ...of }), 'opening'),
    /** Adopts what is proposed for every post; answers who is listed, in the order of the posts and places. */
    adopt: async (): Promise<string[]> => {
      const { posts } = ok(await crew.as('chief-1').shortlist.propose(of), 'shortlists')
      ok(await crew.as('chief-1').shortlist.adopt({ cmd: crew.cmd(), ...of, posts: posts.map(({ post }) => post), second: crew.second('supervisor-1') }), 'adopting')
      return posts.flatMap((post) => post.rows.filter((row) => row.listed).map((row) => row.candidate))
    },
    /** Groups as proposed and a full panel for each room. */
    drawRooms: async () => {
      const lots = crew.as('lots-1').rooms
      const { proposed, rooms } = ok(await lots.view(of), 'rooms').view
      await digits(ok(await lots.freeze({ cmd: crew.cmd(), ...of, kind: 'groups', groups: proposed }), 'freezing groups').draw)
      const panel = Math.max(pack.interview?.panel ?? 0, pack.professional?.panel ?? 0)
      const examiners = Array.from({ length: panel * rooms.length }, (_, n) => ({ examiner: `e${String(n + 1)}`, name: `考官${String(n + 1)}`, unit: '演练单位', related: { posts: [], candidates: [], note: '' } }))
      ok(await lots.listExaminers({ cmd: crew.cmd(), ...of, examiners }), 'examiners')
      await digits(ok(await lots.freeze({ cmd: crew.cmd(), ...of, kind: 'examiners' }), 'freezing examiners').draw)
    },
    admit: async (...people: Candidate[]) => {
      for (const person of people)
        ok(await crew.as('checkin-2').checkIn.admit({ cmd: crew.cmd(), ...who(person), documents, tag: `T${person.rosterNumber}`, consent: true }), 'check-in')
    },
    /** Freezes every pool that has members, takes the digits; answers the draws by pool. */
    freezeLots: async (): Promise<void> => {
      const lots = crew.as('lots-1').lots
      for (const pool of await lots.pools(of)) {
        if (pool.size === 0) continue
        const { draw } = ok(await lots.freeze({ cmd: crew.cmd(), ...of, pool: pool.pool }), 'freezing lots')
        ok(await lots.digits({ cmd: crew.cmd(), draw, digits: '271828182845', witnesses }), 'digits of lots')
      }
    },
    drawLot: async (person: Candidate): Promise<string> => ok(await crew.as('lots-1').lots.draw({ cmd: crew.cmd(), ...who(person) }), 'a lot').lot,
    call: async (person: Candidate) => void ok(await crew.as('waiting-1').waiting.call({ cmd: crew.cmd(), ...who(person) }), 'calling'),
    /** In, and where there is a clock the answer begun. */
    enter: async (person: Candidate, stage: ScoredStage = 'interview') => {
      ok(await crew.as('interview-1').interview.enter({ cmd: crew.cmd(), ...at(person, stage) }), 'entering')
    },
    start: async (person: Candidate, stage: ScoredStage = 'interview') => void ok(await crew.as('interview-1').interview.start({ cmd: crew.cmd(), ...at(person, stage) }), 'starting'),
    /** Answered and out again; called and let in before, unless somebody is inside already. */
    answered: async (person: Candidate, stage: ScoredStage = 'interview') => {
      if ((await sheet(person, stage)).state !== 'inside') {
        await beside.call(person)
        await beside.enter(person, stage)
      }
      if ((await sheet(person, stage)).clock.seconds > 0) {
        await beside.start(person, stage)
        crew.pass(60_000)
        ok(await crew.as('interview-1').interview.finish({ cmd: crew.cmd(), ...at(person, stage) }), 'the end of the answer')
      }
      ok(await crew.as('interview-1').interview.leave({ cmd: crew.cmd(), ...at(person, stage) }), 'leaving')
    },
    /** Both entries, or one and its check; answers the score. */
    marked: async (person: Candidate, marks: Marks, stage: ScoredStage = 'interview'): Promise<string> => {
      const first = ok(await crew.as('interview-1').interview.mark({ cmd: crew.cmd(), ...at(person, stage), marks }), 'first entry')
      if (pack[stage]?.entry === 'onceVerified') ok(await crew.as('interview-2').interview.check({ cmd: crew.cmd(), ...at(person, stage), marked: first.fact }), 'check')
      else ok(await crew.as('interview-2').interview.mark({ cmd: crew.cmd(), ...at(person, stage), marks }), 'second entry')
      return (await sheet(person, stage)).score ?? ''
    },
    signed: async (person: Candidate, score: string, stage: ScoredStage = 'interview') => {
      const clerk = crew.as('interview-1').interview
      ok(await clerk.sign({ cmd: crew.cmd(), ...at(person, stage), role: 'recorder', score }), 'recorder')
      ok(await clerk.sign({ cmd: crew.cmd(), ...at(person, stage), role: 'verifier', score, second: crew.second('interview-2') }), 'verifier')
      ok(await clerk.sign({ cmd: crew.cmd(), ...at(person, stage), role: 'supervisor', score, second: crew.second('supervisor-1') }), 'supervisor')
    },
    slip: async (person: Candidate, score: string, stage: ScoredStage = 'interview', acknowledgement: Acknowledgement = { kind: 'on_paper' }) =>
      void ok(await crew.as('interview-1').interview.slip({ cmd: crew.cmd(), ...at(person, stage), score, acknowledgement }), 'slip'),
    /** From the call to the belongings; answers the score. */
    interviewed: async (person: Candidate, marks: Marks, stage: ScoredStage = 'interview'): Promise<string> => {
      await beside.answered(person, stage)
      const score = await beside.marked(person, marks, stage)
      await beside.signed(person, score, stage)
      await beside.slip(person, score, stage)
      return score
    },
    /** A fitness half day for these people, from the door to its close; readings by item, a good one where none is given. */
    fitnessDay: async (people: readonly Candidate[], failing: readonly Candidate[] = []) => {
      await beside.admit(...people)
      await beside.freezeLots()
      for (const person of people) {
        const lot = await beside.drawLot(person)
        if (session.stages.includes('psych')) ok(await crew.as('psych-1').psych.record({ cmd: crew.cmd(), ...of, lot, result: 'passed' }), 'psych')
        const readings = failing.includes(person) ? ([['jump', '']] as const) : ([['jump', '281'], ['shuttle', '12.50'], ['run', '230.00']] as const)
        for (const [item, reading] of readings) {
          const outcome = reading === '' ? { kind: 'gave_up' as const } : { kind: 'reading' as const, reading }
          ok(await crew.as('judge-1').fitness.record({ cmd: crew.cmd(), ...of, lot, item, outcome, confirmed: true }), item)
          ok(await crew.as('judge-1').fitness.sign({ cmd: crew.cmd(), ...of, lot, item, acknowledgement: { kind: 'on_paper' } }), `signing ${item}`)
        }
      }
    },
    /** Closes it; answers how many came to each end. */
    close: async (): Promise<Record<string, number>> => {
      const chief = crew.as('chief-1')
      const { balanced, open } = ok(await chief.sessions.closePreview(of), 'looking before closing')
      if (!balanced) throw new Error(`${session.id}: ${open.map((row) => `${row.rosterNumber} ${row.where} ${row.problem}`).join('; ')}`)
      return ok(await chief.sessions.close({ cmd: crew.cmd(), ...of, second: crew.second('supervisor-1') }), 'closing').counts
    },
  }
  return beside
}
