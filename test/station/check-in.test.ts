import { describe, expect, it } from 'vitest'
import { refusalKinds } from '../../shared/desk-words.ts'
import { person, practiceVenue, session } from './practice-venue.ts'

const papers = { documents: { idCard: true, ticket: true }, tag: '7', consent: true }

describe('at the check-in desk', () => {
  it('one person comes in once, and the desk says where, when and by whom', async () => {
    const { open, must, call, as } = practiceVenue([person(1)])
    await open()
    const card = await must(as('checkin'), 'checkIn', 'card', { session, candidate: 'c001' })
    expect(card.card).toMatchObject({ state: 'due', blocked: null, warnings: [], minutesLeft: 25, consentRequired: true })
    expect(card.card.residentMasked).toMatch(/^160101\*{8}\d{3}[\dX]$/)
    await must(as('checkin'), 'checkIn', 'admit', { session, candidate: 'c001', ...papers })
    const again = await call(as('checkin'), 'checkIn', 'admit', { session, candidate: 'c001', ...papers })
    expect(again).toMatchObject({ ok: false, refused: { reason: 'already_in', detail: { at: '2023-06-09 07:50', by: 'checkin-1' } } })
  })

  it('a repeated command answers as the first time and appends nothing', async () => {
    const { open, must, call, as, cmd, facts } = practiceVenue([person(1), person(2)])
    await open()
    const sent = { cmd: cmd(), session, candidate: 'c001', ...papers }
    const first = await must(as('checkin'), 'checkIn', 'admit', sent)
    const before = facts()
    expect(await must(as('checkin'), 'checkIn', 'admit', sent)).toEqual({ ...first, repeated: true })
    expect(facts()).toBe(before)
    expect(await call(as('checkin'), 'checkIn', 'admit', { ...sent, candidate: 'c002' })).toMatchObject({ refused: { reason: 'command_reused' } })
  })

  it('records only a refusal that holds at that moment: late is late from the cut-off on, and a stranger is only ever not on the list', async () => {
    const { open, reason, must, as, at, facts } = practiceVenue([person(1), person(2, { sessions: ['0609-pm'] })])
    await open()
    const before = facts()
    const turn = (candidate: string | null, why: (typeof refusalKinds)[number]) => reason(as('checkin'), 'checkIn', 'refuse', { session, candidate, reason: why, note: '' })
    at('08:14:59')
    for (const why of refusalKinds.filter((each) => each !== 'missing_document')) expect(await turn('c001', why)).toBe('refusal_untrue')
    expect(await turn(null, 'late')).toBe('refusal_untrue')
    expect(facts()).toBe(before)
    await must(as('checkin'), 'checkIn', 'refuse', { session, candidate: 'c001', reason: 'missing_document', note: '' })
    await must(as('checkin'), 'checkIn', 'refuse', { session, candidate: 'c002', reason: 'wrong_session', note: '' })
    await must(as('checkin'), 'checkIn', 'refuse', { session, candidate: null, reason: 'not_on_list', note: '' })
    at('08:15:00')
    await must(as('checkin'), 'checkIn', 'refuse', { session, candidate: 'c001', reason: 'late', note: '' })
    expect(facts()).toBe(before + 4)
  })

  it('refuses in the documented order: barred, wrong session, too early, late, documents, tag', async () => {
    const people = [person(1, { barred: '资格复审未通过' }), person(2, { sessions: ['0609-pm'] }), person(3)]
    const { open, reason, call, as, at } = practiceVenue(people)
    await open()
    const admit = (candidate: string, given = {}) => reason(as('checkin'), 'checkIn', 'admit', { session, candidate, ...papers, ...given })
    expect(await admit('c001')).toBe('barred')
    expect(await admit('c002')).toBe('wrong_session')
    expect(await call(as('checkin'), 'checkIn', 'admit', { session, candidate: 'c002', ...papers })).toMatchObject({ refused: { detail: { due: '2023-06-09 14:15–14:45' } } })
    at('07:44:59')
    expect(await admit('c003')).toBe('too_early')
    at('08:14:59')
    expect(await admit('c003', { documents: { idCard: true, ticket: false } })).toBe('missing_document')
    expect(await admit('c003', { tag: '' })).toBe('tag_missing')
    at('08:15:00')
    expect(await admit('c003', { documents: { idCard: false, ticket: false } })).toBe('late')
  })

  it('a belongings tag hangs on one person only', async () => {
    const { open, admit, reason, as } = practiceVenue([person(1), person(2)])
    await open()
    await admit(1)
    expect(await reason(as('checkin'), 'checkIn', 'admit', { session, candidate: 'c002', ...papers, tag: '1' })).toBe('tag_taken')
  })

  it('a mismatch needs to be named and a second person of the desk', async () => {
    const odd = person(1, { post: 'Y003' })
    const { open, must, reason, as } = practiceVenue([odd])
    await open()
    const card = await must(as('checkin'), 'checkIn', 'card', { session, candidate: 'c001' })
    expect(card.card.warnings.map((warning) => warning.reason)).toEqual(['sex_not_for_post'])
    const asked = { session, candidate: 'c001', ...papers }
    expect(await reason(as('checkin'), 'checkIn', 'admit', asked)).toBe('warnings_unconfirmed')
    const accepted = { ...asked, acceptWarnings: ['sex_not_for_post'] }
    expect(await reason(as('checkin'), 'checkIn', 'admit', accepted)).toBe('second_person_needed')
    expect(await reason(as('checkin', 'judge'), 'checkIn', 'admit', accepted)).toBe('second_person_role')
    expect(await reason(as('checkin', 'supervisor'), 'checkIn', 'admit', accepted)).toBeNull()
  })

  it('a doubt blocks until two people settle it, and what the check took makes nobody late', async () => {
    const { open, must, reason, as, at } = practiceVenue([person(1), person(2)])
    await open()
    const doubt = await must(as('checkin'), 'checkIn', 'doubt', { session, candidate: 'c001', kind: 'face_doubtful' })
    expect(await reason(as('checkin'), 'checkIn', 'admit', { session, candidate: 'c001', ...papers })).toBe('doubt_open')
    const settle = { doubt: doubt.fact, session, candidate: 'c001', outcome: 'admitted' as const, ...papers }
    expect(await reason(as('checkin'), 'checkIn', 'settleDoubt', settle)).toBe('second_person_needed')
    at('08:20')
    expect((await must(as('checkin'), 'checkIn', 'card', { session, candidate: 'c001' })).card.blocked?.reason).toBe('doubt_open')
    expect(await reason(as('checkin', 'supervisor'), 'checkIn', 'settleDoubt', settle)).toBeNull()
    expect((await must(as('checkin'), 'checkIn', 'card', { session, candidate: 'c001' })).card).toMatchObject({ state: 'in', doubt: null })
    expect(await reason(as('checkin', 'supervisor'), 'checkIn', 'settleDoubt', settle)).not.toBeNull()
  })

  it('a doubt two people refuse keeps the person out, with the reason on record', async () => {
    const { open, must, reason, as } = practiceVenue([person(1)])
    await open()
    const doubt = await must(as('checkin'), 'checkIn', 'doubt', { session, candidate: 'c001', kind: 'document_doubtful' })
    await must(as('checkin', 'chief'), 'checkIn', 'settleDoubt', { doubt: doubt.fact, session, candidate: 'c001', outcome: 'refused' })
    expect(await reason(as('checkin'), 'checkIn', 'admit', { session, candidate: 'c001', ...papers })).toBe('doubt_refused')
    expect((await must(as('checkin'), 'checkIn', 'card', { session, candidate: 'c001' })).card.state).toBe('refused')
  })

  it('before the cut-off nobody is absent; at it the absent list stands by itself, beside the late', async () => {
    const { open, admit, must, as, at } = practiceVenue([person(1), person(2), person(3), person(4)])
    await open()
    await admit(1)
    const counts = async () => (await must(as('checkin'), 'checkIn', 'counts', { session })).counts
    expect(await counts()).toEqual({ due: 3, in: 1, late: 0, absent: 0, refused: 0, doubt: 0 })
    await must(as('checkin'), 'checkIn', 'refuse', { session, candidate: 'c002', reason: 'missing_document' })
    at('08:15:00')
    await must(as('checkin'), 'checkIn', 'refuse', { session, candidate: 'c003', reason: 'late' })
    expect(await counts()).toEqual({ due: 0, in: 1, late: 1, absent: 1, refused: 1, doubt: 0 })
  })

  it('takes an admission back only with two people and a reason, and not once a lot is drawn', async () => {
    const { open, admit, reason, drawFor, as } = practiceVenue([person(1), person(2)])
    await open()
    const first = await admit(1)
    expect(await reason(as('checkin'), 'checkIn', 'undo', { replaces: first.fact, reason: '点错人' })).toBe('second_person_needed')
    expect(await reason(as('checkin', 'checkin'), 'checkIn', 'undo', { replaces: first.fact, reason: '点错人' })).toBeNull()
    const second = await admit(1)
    await drawFor([1])
    expect(await reason(as('checkin', 'chief'), 'checkIn', 'undo', { replaces: second.fact, reason: '点错人' })).toBe('has_lot')
  })

  it('without consent no fitness item opens until it is signed', async () => {
    const { open, admit, must, drawFor, as, reason } = practiceVenue([person(1)])
    await open()
    await admit(1, { consent: false })
    const [lot = ''] = await drawFor([1])
    await must(as('psych'), 'psych', 'record', { session, lot, result: 'passed' })
    const jump = { session, lot, item: 'jump', outcome: { kind: 'reading' as const, reading: '270' } }
    expect(await reason(as('judge'), 'fitness', 'record', jump)).toBe('consent_missing')
    await must(as('checkin'), 'checkIn', 'consent', { session, candidate: 'c001' })
    expect(await reason(as('judge'), 'fitness', 'record', jump)).toBeNull()
  })

  it('one field finds a person by name, initials, ticket, id tail, roster number and the strip in hand', async () => {
    const people = [person(1, { name: '欧阳·阿卜杜拉' }), person(2, { name: '王䶮' })]
    const { open, admit, must, drawFor, as } = practiceVenue(people)
    await open()
    await admit(1)
    const [lot = ''] = await drawFor([1])
    const strip = (await must(as('lots'), 'lots', 'print', { session, candidate: 'c001' })).strip
    const find = async (query: string) => (await must(as('checkin'), 'checkIn', 'search', { session, query }))
    for (const query of ['欧阳', 'oyab', people[0]!.ticket, people[0]!.residentId.slice(-6), 'B001', lot, strip.qr]) {
      expect((await find(query)).hits.map((hit) => hit.candidate), query).toContain('c001')
    }
    expect((await find(strip.qr)).exact).toBe('c001')
    expect((await find('   ')).hits).toEqual([])
  })

  it('lists whoever is named exactly first, then roster numbers that begin so, and a lot with its zeros left out after them', async () => {
    const numbers = Array.from({ length: 12 }, (_, at) => at + 1)
    const people = numbers.map((n) => person(n, { rosterNumber: `A${String(87 + n).padStart(3, '0')}` }))
    const { open, admit, must, drawFor, as } = practiceVenue(people)
    await open()
    for (const n of numbers) await admit(n)
    const lots = await drawFor(numbers)
    const letter = lots[0]!.slice(0, 1)
    expect(letter, 'roster numbers and lots begin with the same letter').toBe('A')
    const ownerOf = (lot: string) => person(numbers[lots.indexOf(lot)]!).id
    const numbered = (text: string) => people.find(({ rosterNumber }) => rosterNumber === text)!.id
    const find = async (query: string, limit = 20) => (await must(as('checkin'), 'checkIn', 'search', { session, query, limit })).hits.map((hit) => hit.candidate)

    const begun = people.filter(({ rosterNumber }) => rosterNumber.startsWith('A09')).map(({ id }) => id)
    const owner = ownerOf('A009')
    const found = await find('A09')
    expect(found.slice(0, 10)).toEqual(begun)
    expect(found).toContain(owner)
    expect(await find('A09', 3), 'also when only few are shown').toEqual(begun.slice(0, 3))
    expect((await find('A1')).at(0), 'no number begins so: the lot is meant').toBe(ownerOf('A001'))
    expect((await find('A009'))[0], 'the lot as it stands on the strip').toBe(owner)
    expect((await find('A090'))[0]).toBe(numbered('A090'))
    expect((await find(people[4]!.residentId.slice(-6)))[0]).toBe(people[4]!.id)
    expect((await find(people[5]!.ticket))[0]).toBe(people[5]!.id)
  })
})
