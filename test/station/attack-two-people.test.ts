import { describe, expect, it } from 'vitest'
import { boardOf } from '../../station/board.ts'
import { person, practiceVenue, session } from './practice-venue.ts'

const people = [1, 2, 3].map((n) => person(n))

describe('what two people decided, one alone does not undo', () => {
  it('a person turned away by two is not let in after one more refusal by one', async () => {
    const { open, must, reason, as } = practiceVenue(people)
    await open()
    const doubt = await must(as('checkin'), 'checkIn', 'doubt', { session, candidate: 'c001', kind: 'face_doubtful' })
    await must(as('checkin', 'supervisor'), 'checkIn', 'settleDoubt', { doubt: doubt.fact, session, candidate: 'c001', outcome: 'refused' })
    const whole = { session, candidate: 'c001', documents: { idCard: true, ticket: true }, tag: '1', consent: true }
    expect(await reason(as('checkin'), 'checkIn', 'admit', whole)).toBe('doubt_refused')
    await must(as('checkin'), 'checkIn', 'refuse', { session, candidate: 'c001', reason: 'missing_document' })
    expect(await reason(as('checkin'), 'checkIn', 'admit', whole)).toBe('doubt_refused')
    // the way in stays open: a new doubt, settled by two
    const again = await must(as('checkin'), 'checkIn', 'doubt', { session, candidate: 'c001', kind: 'face_doubtful' })
    expect(await reason(as('checkin', 'supervisor'), 'checkIn', 'settleDoubt', { doubt: again.fact, outcome: 'admitted', ...whole })).toBeNull()
  })

  it('an invalid psych result waits for a ruling; its clerk cannot correct it to passed alone', async () => {
    const { open, admit, drawFor, must, reason, as } = practiceVenue(people)
    await open()
    await admit(1)
    const [lot = ''] = await drawFor([1])
    const { fact } = await must(as('psych'), 'psych', 'record', { session, lot, result: 'invalid' })
    const correction = { replaces: fact, result: 'passed' as const, reason: '看错' }
    expect(await reason(as('psych'), 'psych', 'correct', correction)).toBe('second_person_needed')
    expect(await reason(as('psych', 'supervisor'), 'psych', 'correct', correction)).toBeNull()
  })

  it('psych of the morning is not corrected alone once fitness of the afternoon stands on it', async () => {
    const both = practiceVenue([person(1, { sessions: [session, '0609-pm'] })], {
      change: (pack) => {
        for (const each of pack.sessions) if (each.id === '0609-pm') each.stages = ['fitness']
      },
    })
    const [lot = ''] = await both.ready([1])
    const psych = boardOf(both.venue).standing(session, 'c001')!.psych!.fact
    const correction = { replaces: psych, result: 'failed' as const, reason: '看错' }
    both.at('14:20')
    await both.must(both.as('chief'), 'sessions', 'open', { session: '0609-pm' })
    await both.admit(1, { session: '0609-pm' })
    const pool = both.venue.pack.pools.find((each) => each.session === '0609-pm')!.id
    const frozen = await both.must(both.as('lots'), 'lots', 'freeze', { session: '0609-pm', pool })
    await both.must(both.as('lots'), 'lots', 'digits', { draw: frozen.draw, digits: '0123456789', witnesses: ['甲', '乙'] })
    const drawn = await both.must(both.as('lots'), 'lots', 'draw', { session: '0609-pm', candidate: 'c001' })
    await both.must(both.as('judge'), 'fitness', 'record', { session: '0609-pm', lot: drawn.lot, item: 'jump', outcome: { kind: 'reading', reading: '270' } })
    expect(lot).not.toBe('')
    expect(await both.reason(both.as('psych'), 'psych', 'correct', correction)).toBe('second_person_needed')
  })

  it('an official’s fault, called by two, is not made an attempt by one', async () => {
    const { ready, must, reason, as } = practiceVenue(people)
    const [lot = ''] = await ready([1])
    const { fact, view } = await must(as('judge', 'supervisor'), 'fitness', 'record', { session, lot, item: 'jump', outcome: { kind: 'official_fault', reason: '垫子移位' } })
    expect(view.undo).toBeNull()
    const correction = { replaces: fact, outcome: { kind: 'reading' as const, reading: '250' }, reason: '看错' }
    expect(await reason(as('judge'), 'fitness', 'correct', correction)).toBe('second_person_needed')
    expect(await reason(as('judge'), 'fitness', 'correct', { ...correction, outcome: null })).toBe('second_person_needed')
    expect(await reason(as('judge', 'chief'), 'fitness', 'correct', correction)).toBeNull()
  })

  it('a heat with a time is not recalled by one, even after its taps were taken away', async () => {
    const { ready, read, must, reason, as } = practiceVenue(people)
    const [lot = ''] = await ready([1])
    await read(lot, 'jump', '270')
    await read(lot, 'shuttle', '13.00')
    const { view: { heat } } = await must(as('judge'), 'heats', 'make', { session, item: 'run', lots: [lot] })
    await must(as('judge'), 'heats', 'start', { heat })
    const { view } = await must(as('judge'), 'heats', 'tap', { heat, bib: '1', elapsed: 30000 })
    await must(as('judge'), 'heats', 'changeTap', { replaces: view.taps[0]!.fact, bib: null, elapsed: 30000, removed: true, reason: '误触' })
    expect(await reason(as('judge'), 'heats', 'recall', { heat, reason: 'false_start' })).toBe('second_person_needed')
    expect(await reason(as('judge', 'supervisor'), 'heats', 'recall', { heat, reason: 'false_start' })).toBeNull()
  })

  it('a check-in with results behind it cannot be undone into an absence by way of a void lot', async () => {
    const { ready, read, sign, must, reason, as, venue } = practiceVenue(people)
    const [lot = ''] = await ready([1])
    await read(lot, 'jump', '270')
    await sign(lot, 'jump')
    const { admitted, lot: drawn } = boardOf(venue).standing(session, 'c001')!
    await must(as('chief', 'supervisor'), 'lots', 'void', { replaces: drawn!.fact, reason: '号牌损坏' })
    expect(await reason(as('checkin', 'supervisor'), 'checkIn', 'undo', { replaces: admitted!.fact, reason: '认错人' })).toBe('results_exist')
  })
})

describe('a closed session stays closed', () => {
  it('no psych notice is counted after it, so that none stands there as an unsolvable conflict', async () => {
    const { ready, at, call, must, reason, as } = practiceVenue(people)
    const [lot = ''] = await ready([1])
    for (const candidate of ['c001']) await must(as('chief', 'supervisor'), 'sessions', 'withdraw', { session, candidate, reason: '本人申请' })
    at('09:00')
    await must(as('chief', 'supervisor'), 'sessions', 'close', { session })
    expect(await reason(as('psych'), 'psych', 'notice', { session, lot })).toBe('session_closed')
    expect(await call(as('chief'), 'sessions', 'conflicts', { session })).toEqual([])
  })
})
