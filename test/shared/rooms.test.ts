import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seatedNow, seatToTake } from '../../shared/rooms.ts'

const drawn = [{ unit: 'e1', place: '1/1' }, { unit: 'e2', place: '1/2' }, { unit: 'e3', place: '2/1' }, { unit: 'e4', place: null }, { unit: 'e5', place: null }]
const swap = (examiner: string, by: string, place: string) => ({ examiner, by, place })
const sitting = (replacements: Parameters<typeof seatedNow>[1]) => Object.fromEntries(seatedNow(drawn, replacements).seats.map(({ place, examiner }) => [place, examiner]))

describe('seats after replacements', () => {
  it('a reserve takes the seat, can be replaced in turn, and the first may come back', () => {
    expect(sitting([])).toEqual({ '1/1': 'e1', '1/2': 'e2', '2/1': 'e3' })
    const chain = [swap('e1', 'e4', '1/1'), swap('e4', 'e5', '1/1'), swap('e5', 'e1', '1/1')]
    expect(sitting(chain.slice(0, 2))).toEqual({ '1/1': 'e5', '1/2': 'e2', '2/1': 'e3' })
    expect(sitting(chain)).toEqual(sitting([]))
    expect(seatedNow(drawn, chain).seats[0]?.replaced).toEqual(chain)
  })

  it('of two replacements of one seat, or of one reserve into two seats, the first counts and the other is idle', () => {
    const [first, late] = [swap('e1', 'e4', '1/1'), swap('e1', 'e5', '1/1')]
    expect(seatedNow(drawn, [first, late])).toMatchObject({ idle: [late] })
    const twice = swap('e3', 'e4', '2/1')
    expect(seatedNow(drawn, [first, twice])).toMatchObject({ idle: [twice], seats: [{ examiner: 'e4' }, { examiner: 'e2' }, { examiner: 'e3' }] })
  })

  it('whatever is replaced, seeded: seats stay as many, nobody sits twice, each replacement is in a seat or idle', () => {
    const anybody = fc.constantFrom('e1', 'e2', 'e3', 'e4', 'e5', 'e6')
    fc.assert(fc.property(fc.array(fc.record({ examiner: anybody, by: anybody, place: fc.constantFrom('1/1', '1/2', '2/1', '9/9') }), { maxLength: 30 }), (all) => {
      const { seats, idle } = seatedNow(drawn, all)
      expect(seats.map(({ place }) => place)).toEqual(['1/1', '1/2', '2/1'])
      expect(new Set(seats.map(({ examiner }) => examiner)).size).toBe(3)
      expect(seats.flatMap(({ replaced }) => replaced).length + idle.length).toBe(all.length)
    }), { seed: 20_230_617 })
  })

  it('a seat is given only to a listed reserve without a seat and without a relation in that room', () => {
    const { seats } = seatedNow(drawn, [])
    const listed = drawn.map(({ unit }) => ({ examiner: unit }))
    const take = (examiner: string, by: string) => seatToTake(seats, listed, [{ unit: 'e5', place: '1/1' }, { unit: 'e5', place: '1/2' }], examiner, by)
    expect(take('e1', 'e4')).toEqual({ place: '1/1' })
    expect(take('e1', 'e5')).toEqual({ fault: 'examiner_related' })
    expect(take('e3', 'e5')).toEqual({ place: '2/1' })
    expect(take('e1', 'e2')).toEqual({ fault: 'examiner_seated' })
    expect(take('e1', 'e1')).toEqual({ fault: 'examiner_seated' })
    expect(take('e1', 'e9')).toEqual({ fault: 'examiner_unknown' })
    expect(take('e4', 'e5')).toEqual({ fault: 'examiner_not_seated' })
  })
})

it('nobody is moved to a room of somebody’s choice by giving up one seat and taking another', () => {
  const drawn = [{ unit: 'e1', place: '1/1' }, { unit: 'e2', place: '2/1' }, { unit: 'e3', place: null }]
  const listed = ['e1', 'e2', 'e3'].map((examiner) => ({ examiner }))
  const { seats } = seatedNow(drawn, [{ examiner: 'e1', by: 'e3', place: '1/1' }])
  expect(seatToTake(seats, listed, [], 'e2', 'e1')).toEqual({ fault: 'examiner_seated' })
  // back to the seat that was drawn for them
  expect(seatToTake(seats, listed, [], 'e3', 'e1')).toEqual({ place: '1/1' })
})
