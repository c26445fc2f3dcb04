import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bandsOf, countAge } from '../../shared/age.ts'
import { decideCheckIn, windowPhase, type CheckInCase } from '../../shared/checkin-rules.ts'
import { packNamed, shippedPacks } from '../../shared/pack-catalogue.ts'
import { checkDigitOf, readResidentId } from '../../shared/resident-id.ts'
import { momentOf, venueTime } from '../../shared/venue-time.ts'

const seed = 20230612
const dates = fc
  .date({ min: new Date('1940-01-01'), max: new Date('2029-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

function shenzhen() {
  const pack = packNamed('shenzhen-2023')
  const session = pack?.sessions[0]
  if (pack === null || session === undefined) throw new Error('shenzhen-2023')
  return { pack, session }
}

describe('the venue clock', () => {
  it('shows China time, also across midnight, and leads back to the same moment', () => {
    expect(venueTime(Date.UTC(2023, 5, 9, 0, 14, 59, 999), '+08:00')).toEqual({ date: '2023-06-09', time: '08:14:59' })
    expect(venueTime(Date.UTC(2023, 5, 8, 16, 0, 0), '+08:00')).toEqual({ date: '2023-06-09', time: '00:00:00' })
    expect(venueTime(Date.UTC(2023, 5, 9, 2, 0, 0), '-03:30')).toEqual({ date: '2023-06-08', time: '22:30:00' })
    expect(momentOf('2023-06-09', '08:15', '+08:00')).toBe(Date.UTC(2023, 5, 9, 0, 15))
  })
})

describe('check-in', () => {
  const { pack, session } = shenzhen()
  const desk: CheckInCase = {
    rules: pack.checkIn,
    session,
    now: { date: '2023-06-09', time: '08:00:00' },
    candidate: { sessions: [session.id] },
    barred: null,
    alreadyIn: null,
    documents: ['idCard', 'ticket'],
    warnings: [],
    doubt: 'none',
    secondPerson: false,
    belongingsTag: '12',
    consent: true,
  }

  it('of somebody already in says where, when and by whom', () => {
    const where = { station: 'desk 2', at: 1, by: 'li' }
    expect(decideCheckIn({ ...desk, alreadyIn: where })).toEqual({
      outcome: 'refused',
      obstacle: { reason: 'already_in', where },
    })
  })

  it('names what is missing, when the window opens or shut, and which session the person is due in', () => {
    expect(decideCheckIn({ ...desk, documents: ['ticket'] })).toMatchObject({ obstacle: { missing: ['idCard'] } })
    expect(decideCheckIn({ ...desk, now: { ...desk.now, time: '07:00:00' } })).toMatchObject({
      obstacle: { opens: '07:45' },
    })
    expect(decideCheckIn({ ...desk, now: { ...desk.now, time: '08:15:00' } })).toMatchObject({
      obstacle: { closed: '08:15' },
    })
    expect(decideCheckIn({ ...desk, candidate: { sessions: ['0610-am'] } })).toMatchObject({
      obstacle: { due: ['0610-am'] },
    })
  })

  it('needs no second person for a remark that is no mismatch', () => {
    expect(decideCheckIn({ ...desk, warnings: [{ reason: 'residence_permit', secondPerson: false }] }).outcome).toBe(
      'admitted',
    )
  })

  it('has each second of the day in exactly one phase, in order', () => {
    const phases = Array.from({ length: 86_400 }, (_, second) => {
      const time = new Date(second * 1000).toISOString().slice(11, 19)
      return windowPhase(session, { date: session.date, time }, 'atMinute')
    })
    expect(phases.indexOf('open')).toBe((7 * 60 + 45) * 60)
    expect(phases.indexOf('late')).toBe((8 * 60 + 15) * 60)
    expect(phases.lastIndexOf('early')).toBe(phases.indexOf('open') - 1)
    expect(phases.lastIndexOf('open')).toBe(phases.indexOf('late') - 1)
  })
})

describe('ages', () => {
  it('at the test day rise by one exactly on the birthday, 29 February counting as 1 March in common years', () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: 0, max: 80 }), (birth, years) => {
        const year = Number(birth.slice(0, 4)) + years
        // An invalid 29 February rolls over to 1 March in Date itself.
        const birthday = new Date(Date.UTC(year, Number(birth.slice(5, 7)) - 1, Number(birth.slice(8, 10))))
        const before = new Date(birthday.getTime() - 86_400_000)
        const at = (day: Date) => countAge(birth, { kind: 'testDay' }, day.toISOString().slice(0, 10)).age
        expect(at(birthday)).toBe(years)
        expect(at(before)).toBe(years - 1)
      }),
      { seed, numRuns: 1000 },
    )
  })

  it('at the test month are never less than at the test day, and one more only before a birthday of that month', () => {
    fc.assert(
      fc.property(dates, dates, (birth, day) => {
        const [byDay, byMonth] = [
          countAge(birth, { kind: 'testDay' }, day).age,
          countAge(birth, { kind: 'testMonth' }, day).age,
        ]
        const waits = birth.slice(5, 7) === day.slice(5, 7) && day.slice(8) < birth.slice(8)
        expect(byMonth - byDay).toBe(waits ? 1 : 0)
      }),
      { seed, numRuns: 1000 },
    )
  })

  it('fall into exactly one band in every shipped pack, from 0 to 150', () => {
    for (const name of Object.keys(shippedPacks)) {
      for (let age = 0; age <= 150; age += 1)
        expect(bandsOf(packNamed(name)?.fitness?.bands ?? [], age), name).toHaveLength(1)
    }
  })
})

describe('resident ids', () => {
  const valid = fc
    .tuple(fc.integer({ min: 100_000, max: 999_999 }), dates, fc.nat(999))
    .map(([area, birth, serial]) => `${String(area)}${birth.replaceAll('-', '')}${String(serial).padStart(3, '0')}`)
    .map((digits) => digits + checkDigitOf(digits))

  it('read back the birth and the sex they were made of', () => {
    fc.assert(
      fc.property(valid, (id) => {
        const birth = `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`
        expect(readResidentId(id)).toMatchObject({ valid: true, id, birth, sex: 'FM'[Number(id[16]) % 2] })
        expect(readResidentId(id.toLowerCase())).toEqual(readResidentId(id))
      }),
      { seed, numRuns: 500 },
    )
  })

  it('with one digit wrong, or two neighbours exchanged, are never valid', () => {
    fc.assert(
      fc.property(valid, fc.nat(16), fc.integer({ min: 1, max: 9 }), (id, place, shift) => {
        const wrong = `${id.slice(0, place)}${String((Number(id[place]) + shift) % 10)}${id.slice(place + 1)}`
        expect(readResidentId(wrong).valid).toBe(false)
        const [a = '', b = ''] = [id[place], id[place + 1]]
        if (a !== b) expect(readResidentId(`${id.slice(0, place)}${b}${a}${id.slice(place + 2)}`).valid).toBe(false)
      }),
      { seed, numRuns: 500 },
    )
  })
})
