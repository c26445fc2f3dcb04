import { describe, expect, it } from 'vitest'
import { mayComeTo, passedAtOthers, type HeldAt } from '../../shared/hq/passed-elsewhere.ts'
import { venueRoster } from '../../shared/hq/venue-pack.ts'
import { itemsOf } from '../../shared/journey-making.ts'
import { packNamed } from '../../shared/pack-catalogue.ts'
import type { RulePack, Session, Stage } from '../../shared/pack-schema.ts'
import { Candidate } from '../../shared/roster.ts'
import { passedElsewhere } from '../../shared/stage-progress.ts'
import { noRows, shutBy, standing, unfinished, whereabouts, type CurrentRows, type Standing } from '../../shared/standing.ts'
import { attendedBy, evidenceOf } from '../../shared/standings-evidence.ts'

const station = 'a'.repeat(16)
const mark = (n: number) => ({ fact: `${station}/${String(n)}`, at: n, by: 'x' })
const day = { pastCutoff: true, closed: false }
const one = { id: 'c1', rosterNumber: 'B001', ticket: '1', residentId: '', name: '甲', sex: 'M' as const, birth: '1998-03-04', post: 'Y001' }
const without: Candidate = { ...one, sessions: ['talk'] }
const person: Candidate = { ...without, passed: ['psych', 'fitness'] }

function session(id: string, date: string, stages: Stage[], due: Session['due'] = { kind: 'roster' }): Session {
  return {
    id, date, half: 'am', title: { zh: id, en: id }, stages, window: { from: '07:30', to: '08:30' }, due, rooms: [{ id: '1', title: { zh: '一', en: '1' }, letters: 'A' }],
  }
}

/** A venue that holds fitness for the others of the post, and interviews. */
function pack(...sessions: Session[]): RulePack {
  const rules = structuredClone(packNamed('shenzhen-2023')!)
  for (const post of rules.posts) post.stages = ['psych', 'fitness', 'interview']
  const usual = [session('sport', '2023-06-09', ['psych', 'fitness']), session('talk', '2023-06-17', ['interview'])]
  return { ...rules, sessions: sessions.length > 0 ? sessions : usual }
}

const inside: CurrentRows = {
  ...noRows, admitted: { ...mark(1), tag: '7', consent: true, warnings: [] }, lot: { ...mark(2), lot: 'A001', draw: 'd', turn: 1 }, room: '1',
}
function fold(rows: Partial<CurrentRows> = {}, of: Candidate = person, rules = pack()): Standing {
  return standing({ pack: rules, session: rules.sessions.find(({ id }) => id === 'talk')! }, of, { ...inside, ...rows })
}

describe('what was passed at another venue', () => {
  it('opens what comes after it here; without it the stage stays shut, because this venue holds it for the others of the post', () => {
    expect(shutBy(fold(), 'interview')).toBeNull()
    expect(whereabouts(fold(), day)).toEqual({ where: 'waiting', at: 'interview', why: '' })
    expect(unfinished(fold(), day)).toBe('not_interviewed')
    expect(shutBy(fold({}, without), 'interview')).toMatchObject({ stage: 'psych', state: 'open' })
    expect(unfinished(fold({}, without), day)).toBe('psych_waiting')
    expect(shutBy(fold({}, { ...person, passed: ['psych'] }), 'interview')).toMatchObject({ stage: 'fitness', state: 'open' })
  })

  it('is said as such, also where no half day here holds the stage for anybody', () => {
    const away = [{ stage: 'psych', here: false, state: 'passed', otherVenue: true }, { stage: 'fitness', here: false, state: 'passed', otherVenue: true }]
    expect(fold().progress).toEqual([...away, { stage: 'interview', here: true, state: 'open' }])
    expect(fold({}, person, pack(session('talk', '2023-06-17', ['interview']))).progress).toEqual(fold().progress)
  })

  it('gives way to what this venue holds for the person, whatever came of it', () => {
    const due = { ...person, sessions: ['sport', 'talk'] }
    expect(passedElsewhere(pack(), due)).toEqual([])
    for (const fitness of ['failed', 'passed'] as const) {
      expect(fold({ elsewhere: { fitness } }, due).progress[1]).toEqual({ stage: 'fitness', here: false, state: fitness })
    }
    expect(fold({ psych: { ...mark(3), result: 'failed', source: 'hand', ruled: false } }, due).psychState).toBe('failed')
    // a half day that holds the stage judges it, also of somebody who only strayed in
    const stray = pack(session('talk', '2023-06-17', ['fitness', 'interview']))
    expect(fold({}, { ...person, sessions: [] }, stray).progress[1]).toEqual({ stage: 'fitness', here: true, state: 'open' })
  })

  it('opens fitness to somebody whose psych was elsewhere', () => {
    const rules = pack(session('talk', '2023-06-17', ['fitness']))
    expect(fold({}, { ...person, passed: ['psych'] }, rules)).toMatchObject({ psychState: 'passed', gate: null })
    expect(fold({}, without, rules)).toMatchObject({ psychState: 'open', gate: 'psych_open' })
  })

  it('is shown in the journey with its why, once, and not where the facts themselves are', () => {
    const rules = pack()
    const seen = (standings: Record<string, Standing>, of = person) => itemsOf(
      { pack: rules, person: of, nameOf: (id) => id, heatNumber: () => '', standing: (id) => standings[id] ?? null }, Object.keys(standings),
    ).map(({ item, state, signed, why }) => (state === 'passed_elsewhere' ? [item, signed, why?.otherVenue] : item))
    const away = [['psych', 'package', true], ['fitness', 'package', true], 'interview']
    expect(seen({ talk: fold() })).toEqual(away)
    const sport = standing({ pack: rules, session: rules.sessions[0]! }, { ...without, sessions: ['sport'] }, noRows)
    // the half day somebody looks from, in which this person has no business
    expect(seen({ talk: fold(), sport })).toEqual(away)
    const items = rules.fitness!.items.map(({ id }) => id)
    for (const of of [without, person]) expect(seen({ talk: fold(), sport }, { ...of, sessions: ['sport', 'talk'] })).toEqual([...items, 'interview'])
  })

  it('leaves no stage open in the ranking but those that are', () => {
    const rules = pack()
    const source = { standing: () => fold() }
    const days = new Map(rules.sessions.map(({ id }) => [id, day]))
    const post = rules.posts.find(({ code }) => code === person.post)!
    expect(evidenceOf(source, rules, post, person, days, new Set(), attendedBy(source, rules, person, days))).toMatchObject({ end: null, open: 'interview' })
  })

  it('is text of the roster: known stages, each once, and never an empty list', () => {
    expect(Candidate.safeParse(person).success).toBe(true)
    for (const passed of [[], ['psych', 'psych'], ['swimming'], 'psych']) expect(Candidate.safeParse({ ...person, passed }).success).toBe(false)
  })
})

describe('what a venue is told', () => {
  const at = (venue: string, ...given: Parameters<typeof session>): HeldAt => ({ venue, session: session(...given) })
  const sport = [at('dong', 'd1', '2026-01-01', ['psych', 'fitness']), at('xi', 'x1', '2026-01-01', ['psych', 'fitness'])]
  const talk = at('dong', 'd2', '2026-01-08', ['interview'])
  const told = (due: readonly string[], venue: string, sessions: readonly HeldAt[] = [...sport, talk], passed: Stage[] = ['psych', 'fitness']) =>
    passedAtOthers(passed, mayComeTo(sessions, due, 'P1'), venue)

  it('are stages another venue held before the person comes here', () => {
    expect(told(['x1', 'd2'], 'dong')).toEqual(['psych', 'fitness'])
    expect(told(['x1', 'd2'], 'dong', [...sport, talk], ['psych'])).toEqual(['psych'])
    expect(told(['d1', 'd2'], 'dong')).toEqual([])
    expect(told(['x1', 'd2'], 'xi')).toEqual([])
    expect(told(['x1'], 'dong')).toEqual([])
  })

  it('are not what comes here after it, and not what is held here for the person', () => {
    expect(told(['x1', 'd0'], 'dong', [...sport, at('dong', 'd0', '2025-12-31', ['interview'])])).toEqual([])
    expect(told(['x1', 'd0'], 'dong', [...sport, at('dong', 'd0', '2026-01-01', ['interview'])])).toEqual([])
    expect(told(['x1', 'd3'], 'dong', [...sport, at('dong', 'd3', '2026-01-09', ['fitness', 'interview'])])).toEqual(['psych'])
    expect(told(['x1', 'd2', 'd1'], 'dong')).toEqual([])
  })

  it('is told of whom a shortlist here may call, and of nobody whose post it does not name', () => {
    const list = (post: string) => [...sport, at('dong', 'd4', '2026-01-08', ['interview'], { kind: 'shortlist', posts: [post] })]
    expect(told(['x1'], 'dong', list('P1'))).toEqual(['psych', 'fitness'])
    expect(told(['x1'], 'dong', list('P2'))).toEqual([])
  })

  it('stands in the roster of the venue, and is missing where there is nothing to tell', () => {
    const due = new Map([['c1', ['d2']], ['c2', ['d2']]])
    const roster = venueRoster([one, { ...one, id: 'c2' }], due, [talk.session], ({ id }) => (id === 'c1' ? ['fitness'] : []))
    expect(roster.map((each) => 'passed' in each && each.passed)).toEqual([['fitness'], false])
  })
})
