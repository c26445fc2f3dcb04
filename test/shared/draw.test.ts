import { spawnSync } from 'node:child_process'
import { createHash, createHmac } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { DrawEvidence } from '../../shared/draw-evidence.ts'
import {
  deskTurns,
  drawLots,
  drawnPlaces,
  lettersFrom,
  lettersNeeded,
  lotOfPlace,
  sortedIds,
} from '../../shared/draw.ts'
import { hex, hmacSha256, sha256, utf8 } from '../../shared/sha256.ts'
import { projectRoot } from './worked-cases.ts'

const seed = 20230611
const folder = mkdtempSync(path.join(tmpdir(), 'draw-'))
afterAll(() => rmSync(folder, { recursive: true }))

const secret = 'ab'.repeat(32)
const ids = (n: number) => Array.from({ length: n }, (_, index) => `c${String(index + 1)}`)

function evidence(n: number, options: { desks?: number; drawn?: number; letters?: string } = {}): DrawEvidence {
  const letters = options.letters ?? lettersFrom('A', n)
  const draw = drawLots({ drawId: 'd-1', pool: ids(n), secret, digits: '0123456789', letters })
  const pool = sortedIds(ids(n))
  return {
    format: 'kaodian-draw-evidence/1',
    drawId: 'd-1',
    pool,
    letters: Array.from(letters),
    desks: options.desks ?? 1,
    poolHash: draw.poolHash,
    commitment: draw.commitment,
    secret,
    digits: '0123456789',
    drawn: draw.lots
      .slice(0, options.drawn ?? n)
      .map((lot, index) => ({ turn: index + 1, candidate: pool[index] ?? '', lot })),
    voided: [],
  }
}

function verify(file: unknown): { out: string; code: number | null } {
  const name = path.join(folder, 'evidence.json')
  writeFileSync(name, typeof file === 'string' ? file : JSON.stringify(file))
  const run = spawnSync(process.execPath, [path.join(projectRoot, 'tools/verify-draw.mjs'), name], { encoding: 'utf8' })
  return { out: run.stdout, code: run.status }
}

describe('hashes', () => {
  it('equal those of node:crypto for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.string(), (bytes, text) => {
        expect(hex(sha256(bytes, text))).toBe(createHash('sha256').update(bytes).update(text).digest('hex'))
        expect(hex(hmacSha256(bytes, utf8(text)))).toBe(createHmac('sha256', bytes).update(text).digest('hex'))
      }),
      { seed, numRuns: 100 },
    )
  })
})

describe('a draw', () => {
  it('gives every place exactly once, whatever the pool, the secret and the digits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.uint8Array({ minLength: 32, maxLength: 32 }), (n, bytes) => {
        const places = drawnPlaces(n, bytes)
        expect([...places].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, index) => index + 1))
      }),
      { seed, numRuns: 200 },
    )
  })

  it('is even: over 6,000 fixed seeds each of five places falls to each turn about as often (chi-square)', () => {
    const [n, rounds] = [5, 6000]
    const counts = Array.from({ length: n * n }, () => 0)
    for (let round = 0; round < rounds; round += 1) {
      drawnPlaces(n, sha256(`even ${String(round)}`)).forEach((place, turn) => {
        counts[turn * n + place - 1] = (counts[turn * n + place - 1] ?? 0) + 1
      })
    }
    const expected = rounds / n
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
    // 16 degrees of freedom: 39.3 is passed by chance once in a thousand
    expect(chiSquare).toBeLessThan(39.3)
    expect(chiSquare).toBeGreaterThan(3)
  })

  it('changes altogether with the digits, the secret, the draw’s pool, and not with the order the pool is listed in', () => {
    const base = { drawId: 'd', pool: ids(30), secret, digits: '1', letters: 'A' }
    const lots = (change: Partial<typeof base>) => drawLots({ ...base, ...change }).lots.join()
    expect(lots({ pool: ids(30).reverse() })).toBe(lots({}))
    expect(
      new Set([
        lots({}),
        lots({ digits: '2' }),
        lots({ digits: '01' }),
        lots({ secret: 'cd'.repeat(32) }),
        lots({ pool: ids(30).map((id) => `x${id}`) }),
      ]).size,
    ).toBe(5)
  })

  it('binds the secret before the digits: the commitment depends on draw, pool and secret, not on the digits', () => {
    const base = { drawId: 'd', pool: ids(3), secret, digits: '1', letters: 'A' }
    const { commitment } = drawLots(base)
    expect(drawLots({ ...base, digits: '2' }).commitment).toBe(commitment)
    expect(drawLots({ ...base, drawId: 'e' }).commitment).not.toBe(commitment)
    expect(drawLots({ ...base, pool: ids(4) }).commitment).not.toBe(commitment)
    expect(drawLots({ ...base, secret: 'cd'.repeat(32) }).commitment).not.toBe(commitment)
  })
})

describe('lots', () => {
  it('go from 001 to 999 and then to the next letter, never I or O', () => {
    expect([1, 999, 1000, 1998, 1999].map((place) => lotOfPlace(place, 'AHJ'))).toEqual([
      'A001',
      'A999',
      'H001',
      'H999',
      'J001',
    ])
    expect(() => lotOfPlace(1000, 'A')).toThrow('no letter')
    expect([0, 1, 999, 1000, 1998, 1999].map(lettersNeeded)).toEqual([0, 1, 1, 2, 2, 3])
    expect([lettersFrom('H', 1000), lettersFrom('N', 1000), lettersFrom('Z', 2000), lettersFrom('A', 5)]).toEqual([
      'HJ',
      'NP',
      'ZAB',
      'A',
    ])
  })

  it('of several desks are apart and together complete', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 9 }), (n, desks) => {
        const turns = Array.from({ length: desks }, (_, index) => deskTurns(n, desks, index + 1)).flat()
        expect(turns.sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, index) => index + 1))
      }),
      { seed, numRuns: 200 },
    )
    expect(deskTurns(10, 3, 2)).toEqual([2, 5, 8])
  })
})

describe('the independent verifier', () => {
  it('is under 100 lines and imports nothing but Node', () => {
    const text = readFileSync(path.join(projectRoot, 'tools/verify-draw.mjs'), 'utf8')
    expect(text.split('\n').length).toBeLessThan(100)
    expect([...text.matchAll(/from '([^']+)'|import\(/g)].map((match) => match[1])).toEqual(['node:crypto', 'node:fs'])
  })

  it.each([1, 2, 3, 40, 999, 1000, 2500])('says OK to a true draw of %i', (n) => {
    const file = evidence(n)
    expect(DrawEvidence.parse(file)).toEqual(file)
    expect(verify(file)).toEqual({ out: `OK: ${String(n)} of ${String(n)} lots recomputed, 0 voided\n`, code: 0 })
  })

  it('says OK to a draw left half way, to two desks of different speed, and to a voided lot drawn anew', () => {
    expect(verify(evidence(10, { drawn: 4 })).code).toBe(0)
    const two = evidence(10, { desks: 2 })
    two.drawn = [1, 2, 4, 6].map((turn) => two.drawn[turn - 1] ?? { turn: 0, candidate: '', lot: '' })
    expect(verify(two).out).toContain('OK')
    const again = evidence(10, { drawn: 4 })
    const first = again.drawn[0]
    if (first === undefined) throw new Error('drawn')
    again.voided = [{ ...first, reason: 'strip torn' }]
    again.drawn = again.drawn.map((each) => (each.turn === 4 ? { ...each, candidate: first.candidate } : each))
    expect(verify(again)).toEqual({ out: 'OK: 4 of 10 lots recomputed, 1 voided\n', code: 0 })
  })

  it.each<[string, (file: DrawEvidence) => void, RegExp]>([
    ['a secret other than the one committed to', (f) => void (f.secret = 'ac'.repeat(32)), /commitment/],
    ['other digits', (f) => void (f.digits = '1123456789'), /drawn\[\d\]\.lot/],
    ['another draw id', (f) => void (f.drawId = 'd-2'), /commitment/],
    ['a candidate put into the pool', (f) => void f.pool.push('zz'), /poolHash/],
    ['a candidate taken out of the pool', (f) => void f.pool.pop(), /poolHash/],
    ['a pool out of order', (f) => void f.pool.reverse(), /pool\[0\]/],
    ['two lots exchanged', (f) => swapLots(f), /drawn\[0\]\.lot/],
    ['another letter', (f) => void (f.letters[0] = 'B'), /drawn\[0\]\.lot/],
    ['a letter that lots never have', (f) => void (f.letters[0] = 'I'), /letters/],
    [
      'a void that names another holder',
      (f) => void f.voided.push({ ...entry(f, 0), candidate: 'c9x', reason: 'x' }),
      /voided\[0\]/,
    ],
    ['a turn drawn twice', (f) => void (f.drawn[1] = { ...entry(f, 0), candidate: 'c5' }), /drawn twice/],
    ['a candidate with two lots', (f) => void (entry(f, 1).candidate = entry(f, 0).candidate), /holds/],
    ['a stranger who drew', (f) => void (entry(f, 1).candidate = 'stranger'), /not in the pool/],
    ['a turn skipped', (f) => void f.drawn.splice(2, 1), /turn 4 was drawn before turn 3/],
    [
      'a void of a lot never drawn',
      (f) => void f.voided.push({ turn: 12, candidate: 'c1', lot: 'A001', reason: 'x' }),
      /voided\[0\]/,
    ],
    ['a turn beyond the pool', (f) => void (entry(f, 1).turn = 13), /no turn/],
    [
      'one lot for two, the turn written as a list',
      (f) => void (f.drawn = [entry(f, 0), Object.assign(entry(f, 1), { turn: [1], lot: entry(f, 0).lot })]),
      /drawn\[1\]\.turn: 1 is no turn/,
    ],
    ['a letter written as a list', (f) => void Object.assign(f, { letters: [['A']] }), /letters/],
    [
      'a void of a turn outside the pool',
      (f) => void f.voided.push({ turn: 99, candidate: 'undefined', lot: 'undefined', reason: 'x' }),
      /voided\[0\]\.turn: 99 was not drawn/,
    ],
    ['a lot written in another way', (f) => void (entry(f, 1).lot = entry(f, 1).lot.toLowerCase()), /lot/],
  ])('finds %s', (_what, change, difference) => {
    const file = evidence(12, { drawn: 8 })
    change(file)
    const { out, code } = verify(file)
    expect(out).toMatch(/^DIFFERENT: /)
    expect(out).toMatch(difference)
    expect(code).toBe(1)
  })

  it('says so when the file is no evidence at all, and exits 1', () => {
    expect(verify('not json').code).toBe(1)
    expect(verify({})).toMatchObject({ code: 1, out: expect.stringContaining('format') as string })
  })
})

function entry(file: DrawEvidence, index: number): DrawEvidence['drawn'][number] {
  const drawn = file.drawn[index]
  if (drawn === undefined) throw new Error('drawn')
  return drawn
}

function swapLots(file: DrawEvidence): void {
  const [a, b] = [entry(file, 0), entry(file, 1)]
  ;[a.lot, b.lot] = [b.lot, a.lot]
}
