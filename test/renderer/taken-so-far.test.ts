import { expect, test } from 'vitest'
import { takenSoFar } from '../../renderer/hq/receive/taken-so-far.ts'
import type { CarriedStream, ReceivingVenue } from '../../shared/hq/api/receive.ts'

const carried: CarriedStream[] = [
  { station: 'a', last: 500, held: 100, fresh: 400, state: 'active' },
  { station: 'b', last: 80, held: 80, fresh: 0, state: 'active' },
  { station: 'c', last: 100, held: 0, fresh: 100, state: 'enrols' },
]
const venue = (id: string, held: Record<string, number>): ReceivingVenue => ({
  venue: id, name: id, heardAt: null, card: 1, cardUsedAt: null, unsent: 0, oldestUnsentAt: null, trouble: [], apart: 0, receipt: null,
  streams: Object.entries(held).map(([station, n]) => ({ station, state: 'active', how: 'file', enrolledAt: 0, held: n, announced: n, projected: 0, apart: 0 })),
})

test('what a file brought is counted by what its streams have grown by, of its own venue alone', () => {
  expect(takenSoFar(carried, 'v1', [])).toEqual({ of: 0, all: 500 })
  expect(takenSoFar(carried, 'v1', [venue('v2', { a: 500 }), venue('v1', { a: 100, b: 80 })])).toEqual({ of: 0, all: 500 })
  expect(takenSoFar(carried, 'v1', [venue('v1', { a: 350, b: 80, c: 60 })])).toEqual({ of: 310, all: 500 })
  // more came over the line meanwhile: never more than the file brings
  expect(takenSoFar(carried, 'v1', [venue('v1', { a: 900, b: 300, c: 100 })])).toEqual({ of: 500, all: 500 })
})
