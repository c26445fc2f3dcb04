import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { kept } from '../../db/kept.ts'
import { drawLots } from '../../shared/draw.ts'
import { DrawEvidence } from '../../shared/draw-evidence.ts'
import { readLot, stripCode } from '../../shared/strip-code.ts'
import { secretKey } from '../../station/draws.ts'
import { person, practiceVenue, session } from './practice-venue.ts'

const pool = '0609-am-m'
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at)

describe('drawing lots', () => {
  it('fixes all due in the pool, commits before the digits, and gives the k-th to draw the k-th place', async () => {
    const people = [...range(1, 6).map((n) => person(n)), person(7, { sex: 'F' }), person(8, { barred: '资格' })]
    const { open, admit, must, as, venue, reason } = practiceVenue(people)
    await open()
    for (const n of range(1, 5)) await admit(n)
    const frozen = await must(as('lots'), 'lots', 'freeze', { session, pool })
    const secret = kept(venue.db, secretKey(frozen.draw))!.toString('utf8')
    expect(await reason(as('lots'), 'lots', 'draw', { session, candidate: 'c001' })).toBe('draw_not_ready')
    await must(as('lots'), 'lots', 'digits', { draw: frozen.draw, digits: '9876543210', witnesses: ['甲', '乙'] })
    expect(await reason(as('lots'), 'lots', 'digits', { draw: frozen.draw, digits: '9876543210', witnesses: ['甲', '乙'] })).toBe('digits_given')
    const expected = drawLots({ drawId: frozen.draw, pool: range(1, 6).map((n) => person(n).id), secret, digits: '9876543210', letters: 'A' })
    expect(frozen).toMatchObject({ poolHash: expected.poolHash, commitment: expected.commitment })
    const drawn = []
    for (const n of range(1, 5)) drawn.push((await must(as('lots'), 'lots', 'draw', { session, candidate: person(n).id })).lot)
    expect(drawn).toEqual(expected.lots.slice(0, 5))
    expect(await reason(as('lots'), 'lots', 'draw', { session, candidate: 'c001' })).toBe('already_drawn')
    expect(await reason(as('lots'), 'lots', 'draw', { session, candidate: 'c006' })).toBe('not_checked_in')
    const [view] = await must(as('lots'), 'lots', 'pools', { session })
    expect(view).toMatchObject({ state: 'drawing', size: 7, present: 5, drawn: 5, withoutPlace: 0, secret: null })
  })

  it('too few witnesses or digits are refused before anything is drawn', async () => {
    const { open, admit, must, as, reason } = practiceVenue([person(1)])
    await open()
    await admit(1)
    const { draw } = await must(as('lots'), 'lots', 'freeze', { session, pool })
    expect(await reason(as('lots'), 'lots', 'digits', { draw, digits: '0123456789', witnesses: ['甲'] })).toBe('witnesses_missing')
    expect(await reason(as('lots'), 'lots', 'digits', { draw, digits: '0123456789', witnesses: ['甲', '甲'] })).toBe('witnesses_missing')
  })

  it('a double click draws once', async () => {
    const { open, admit, must, drawFor, as, cmd, facts } = practiceVenue([person(1), person(2)])
    await open()
    await admit(1)
    await admit(2)
    await drawFor([])
    const sent = { cmd: cmd(), session, candidate: 'c001' }
    const first = await must(as('lots'), 'lots', 'draw', sent)
    const before = facts()
    expect(await must(as('lots'), 'lots', 'draw', sent)).toEqual({ ...first, repeated: true })
    expect(facts()).toBe(before)
  })

  it('a void lot needs the chief, a second person and a reason; the number is gone and the candidate draws again', async () => {
    const { open, admit, must, drawFor, as, call, reason } = practiceVenue(range(1, 4).map((n) => person(n)))
    await open()
    for (const n of [1, 2, 3]) await admit(n)
    const [lot = ''] = await drawFor([1])
    const [drawn] = await must(as('lots'), 'lots', 'drawn', { session, pool })
    expect(await reason(as('chief'), 'lots', 'void', { replaces: drawn!.fact, reason: '号牌损坏' })).toBe('second_person_needed')
    await must(as('chief', 'supervisor'), 'lots', 'void', { replaces: drawn!.fact, reason: '号牌损坏' })
    expect(await reason(as('chief', 'supervisor'), 'lots', 'void', { replaces: drawn!.fact, reason: '号牌损坏' })).toBe('already_voided')
    const again = await must(as('lots'), 'lots', 'draw', { session, candidate: 'c001' })
    expect(again.lot).not.toBe(lot)
    expect(await call(as('judge'), 'fitness', 'find', { session, lot, item: 'jump' })).toMatchObject({
      refused: { reason: 'lot_unknown', detail: { voided: 'yes', now: again.lot } },
    })
  })

  it('results under a void lot stay with the candidate', async () => {
    const { ready, read, must, as } = practiceVenue([person(1), person(2)])
    const [lot = ''] = await ready([1])
    await read(lot, 'jump', '270')
    const [drawn] = await must(as('lots'), 'lots', 'drawn', { session, pool })
    await must(as('chief', 'lots'), 'lots', 'void', { replaces: drawn!.fact, reason: '抽错组' })
    const again = await must(as('lots'), 'lots', 'draw', { session, candidate: 'c001' })
    const { view } = await must(as('judge'), 'fitness', 'find', { session, lot: again.lot, item: 'shuttle' })
    expect(view.items.map((item) => item.state)).toEqual(['passed', 'open', 'locked'])
  })

  it('who has no place left draws from a supplement with the next letter', async () => {
    const { open, admit, must, drawFor, as, reason } = practiceVenue([person(1)])
    await open()
    await admit(1)
    await drawFor([1])
    const [drawn] = await must(as('lots'), 'lots', 'drawn', { session, pool })
    await must(as('chief', 'lots'), 'lots', 'void', { replaces: drawn!.fact, reason: '号牌损坏' })
    expect(await reason(as('lots'), 'lots', 'draw', { session, candidate: 'c001' })).toBe('no_places_left')
    expect((await must(as('lots'), 'lots', 'pools', { session }))[0]).toMatchObject({ withoutPlace: 1 })
    expect(await reason(as('lots'), 'lots', 'freeze', { session, pool })).toBe('pool_already_frozen')
    const supplement = await must(as('lots'), 'lots', 'freeze', { session, pool, supplement: true })
    await must(as('lots'), 'lots', 'digits', { draw: supplement.draw, digits: '1111111111', witnesses: ['甲', '乙'] })
    expect((await must(as('lots'), 'lots', 'draw', { session, candidate: 'c001' })).lot).toBe('C001')
  })

  it('a frozen draw can be given up openly before its first lot, not after', async () => {
    const { open, admit, must, drawFor, as, reason } = practiceVenue([person(1)])
    await open()
    await admit(1)
    const { draw } = await must(as('lots'), 'lots', 'freeze', { session, pool })
    expect(await reason(as('lots'), 'lots', 'abort', { draw, reason: '名单有误' })).toBe('second_person_needed')
    await must(as('lots', 'chief'), 'lots', 'abort', { draw, reason: '名单有误' })
    await drawFor([1])
    const [view] = await must(as('lots'), 'lots', 'pools', { session })
    expect(await reason(as('lots', 'chief'), 'lots', 'abort', { draw: view!.draw!, reason: '名单有误' })).toBe('draw_started')
  })

  it('a desk whose own places are used up says so while another desk still has some', async () => {
    const { open, admit, must, as, reason } = practiceVenue(range(1, 3).map((n) => person(n)))
    await open()
    for (const n of range(1, 3)) await admit(n)
    const { draw } = await must(as('lots'), 'lots', 'freeze', { session, pool, desks: 2 })
    expect((await must(as('lots'), 'lots', 'pools', { session }))[0]).toMatchObject({ desks: 2 })
    await must(as('lots'), 'lots', 'digits', { draw, digits: '0123456789', witnesses: ['甲', '乙'] })
    await must(as('lots'), 'lots', 'draw', { session, candidate: 'c001', desk: 2 })
    expect(await reason(as('lots'), 'lots', 'draw', { session, candidate: 'c002', desk: 2 })).toBe('desk_used_up')
    await must(as('lots'), 'lots', 'draw', { session, candidate: 'c002', desk: 1 })
    expect((await must(as('lots'), 'lots', 'draw', { session, candidate: 'c003', desk: 1 })).turn).toBe(3)
  })

  it('several desks share one permutation: seeded orders of desks never give one number twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 5, maxLength: 20 }), async (desks, turns) => {
        const ns = range(1, 8)
        const { open, admit, must, call, as, venue } = practiceVenue(ns.map((n) => person(n)), { seed: JSON.stringify([desks, turns]) })
        await open()
        for (const n of ns) await admit(n)
        const { draw } = await must(as('lots'), 'lots', 'freeze', { session, pool, desks })
        await must(as('lots'), 'lots', 'digits', { draw, digits: '0123456789', witnesses: ['甲', '乙'] })
        const given: string[] = []
        for (const [at, desk] of turns.entries()) {
          const answer = await call(as('lots'), 'lots', 'draw', { session, candidate: person(ns[at % ns.length]!).id, desk })
          if (answer.ok) given.push(answer.lot)
        }
        expect(new Set(given).size).toBe(given.length)
        const closed = await must(as('lots'), 'lots', 'close', { draw })
        const file = path.join(venue.folder, closed.file)
        expect(DrawEvidence.safeParse(JSON.parse(readFileSync(file, 'utf8'))).success).toBe(true)
        expect(kept(venue.db, secretKey(draw))).toBeUndefined()
        expect((await must(as('lots'), 'lots', 'evidence', { draw })).json).toBe(readFileSync(file, 'utf8'))
      }),
      { seed: 20_230_609, numRuns: 25 },
    )
  })

  it('the evidence of a draw with a void lot is accepted by the verifier that shares no code, and a changed one is not', async () => {
    const { open, admit, must, drawFor, as, venue, reason } = practiceVenue(range(1, 5).map((n) => person(n)))
    await open()
    for (const n of [1, 2, 3]) await admit(n)
    await drawFor([1, 2])
    const drawn = await must(as('lots'), 'lots', 'drawn', { session, pool })
    await must(as('chief', 'lots'), 'lots', 'void', { replaces: drawn[0]!.fact, reason: '号牌损坏' })
    await must(as('lots'), 'lots', 'draw', { session, candidate: drawn[0]!.candidate })
    const [view] = await must(as('lots'), 'lots', 'pools', { session })
    expect(await reason(as('lots'), 'lots', 'evidence', { draw: view!.draw! })).toBe('draw_not_ready')
    const closed = await must(as('lots'), 'lots', 'close', { draw: view!.draw! })
    const verify = (file: string) => spawnSync(process.execPath, ['tools/verify-draw.mjs', file], { encoding: 'utf8' }).stdout
    const file = path.join(venue.folder, closed.file)
    expect(verify(file)).toMatch(/^OK: 3 of 5 lots recomputed, 1 voided/)
    writeFileSync(`${file}.changed`, readFileSync(file, 'utf8').replace('"digits": "0', '"digits": "1'))
    expect(verify(`${file}.changed`)).toMatch(/^DIFFERENT/)
    expect(await reason(as('lots'), 'lots', 'draw', { session, candidate: 'c003' })).toBe('draw_closed')
  })

  it('counts copies: the first print is the first, the next says it is a reprint', async () => {
    const { open, admit, must, drawFor, as } = practiceVenue([person(1)])
    await open()
    await admit(1)
    await drawFor([1])
    const print = async () => (await must(as('lots'), 'lots', 'print', { session, candidate: 'c001' })).strip
    expect((await print()).copy).toBe(1)
    expect((await print()).copy).toBe(2)
    expect(JSON.stringify(await print())).not.toContain(person(1).name)
  })
})

describe('the code of a strip', () => {
  it('names its lot, and is refused in another session or exam or with a changed character', () => {
    const code = stripCode('exam', session, 'A017')
    expect(code).toMatch(/^KD1:A017:[0-9A-F]{4}$/)
    expect(readLot('exam', session, code.toLowerCase())).toBe('A017')
    expect(readLot('exam', '0609-pm', code)).toBeNull()
    expect(readLot('other', session, code)).toBeNull()
    expect(readLot('exam', session, code.replace('A017', 'A018'))).toBeNull()
  })

  it('typed lots are read as people write them', () => {
    expect(['a1', ' A01 ', 'Ａ００１'].map((text) => readLot('exam', session, text))).toEqual(['A001', 'A001', 'A001'])
    expect(['I001', 'A', 'A0001', '001', ''].map((text) => readLot('exam', session, text))).toEqual([null, null, null, null, null])
  })
})
