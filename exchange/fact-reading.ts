import { isUtf8 } from 'node:buffer'
import { hash as digest } from 'node:crypto'
import { FACT_TAG, NO_HASH, isKnownType, parseFact, type StrangeFact } from '../db/envelope.ts'
import { factBodies, type Fact, type FactType } from '../shared/facts.ts'

// HQ reads a million facts of others a day. This says the same of every fact as parseFact (a test holds them together),
// at a third of the price: no second set of objects is built to compare the order of keys.

/** The fact and its hash (hex), or 'malformed': not UTF-8, not canonical, an envelope or a known body of another shape. */
export type QuickReading = { fact: Fact | StrangeFact; hash: string } | 'malformed'

const keys = ['v', 'exam', 'venue', 'station', 'seq', 'prev', 'at', 'mono', 'by', 'cmd', 'type', 'body']
const keysWithSecond = [...keys.slice(0, 9), 'second', ...keys.slice(9)]
const station = /^[0-9a-f]{16}$/
const hash = /^[0-9a-f]{64}$/

const HEAD = FACT_TAG.length + NO_HASH.length
// tag ‖ prev ‖ bytes are laid out in one buffer, so that one call hashes them
let scratch = Buffer.alloc(64 * 1024)
FACT_TAG.copy(scratch)

/** Reads a fact of another machine and hashes it onto `prev` (32 bytes). */
export function readQuickly(bytes: Buffer, prev: Buffer): QuickReading {
  const fact = parsed(bytes)
  if (fact === null) return 'malformed'
  return { fact, hash: hashed(bytes, prev) }
}

/** The fact's hash; its bytes stay in `scratch` from HEAD on. */
function hashed(bytes: Buffer, prev: Buffer): string {
  if (scratch.length < HEAD + bytes.length) {
    scratch = Buffer.alloc(HEAD + 2 * bytes.length)
    FACT_TAG.copy(scratch)
  }
  prev.copy(scratch, FACT_TAG.length)
  bytes.copy(scratch, HEAD)
  return digest('sha256', scratch.subarray(0, HEAD + bytes.length), 'hex')
}

function parsed(bytes: Buffer): Fact | StrangeFact | null {
  if (!isUtf8(bytes)) return null
  const text = bytes.toString('utf8')
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return null
  }
  if (typeof json !== 'object' || json === null) return null
  const fact = json as Record<string, unknown>
  const expected = fact['second'] === undefined ? keys : keysWithSecond
  let at = 0
  for (const key in fact) {
    if (key !== expected[at]) return null
    at += 1
  }
  if (at !== expected.length || !enveloped(fact)) return null
  // "__proto__" and numbers as keys come back from JSON in ways of their own: the slow reader decides
  const order = orderOf(fact['body'], 0)
  if (order === 'too deep') return null
  if (order === 'unsorted' || text.includes('__proto__')) return slowly(bytes)
  if (JSON.stringify(fact) !== text) return null
  const type = fact['type'] as string
  if (isKnownType(type) && !factBodies[type].safeParse(fact['body']).success) return null
  return fact as unknown as Fact
}

/** Where a fact stands: everything its first half has to say. */
export interface FactPlace { exam: string; venue: string; station: string }

/**
 * Reads the facts of one stream one after the other, and says of each what readQuickly says. A fact that begins letter by
 * letter as it must at its place has that half compared as bytes; only what follows is parsed. Every other goes the long way.
 */
export function streamReader({ exam, venue, station: name }: FactPlace): (bytes: Buffer, seq: number, prev: Buffer, prevHex: string) => QuickReading {
  const named = short(exam) && short(venue) && matches(name, station)
  const opening = Buffer.from(`{"v":1,"exam":${JSON.stringify(exam)},"venue":${JSON.stringify(venue)},"station":"${name}","seq":`)
  const begins = Buffer.concat([opening, Buffer.alloc(10 + ',"prev":"'.length + 64 + 2)])
  return (bytes, seq, prev, prevHex) => {
    const length = opening.length + (seq >= 1 && seq <= 4_294_967_295 ? begins.write(`${String(seq)},"prev":"${prevHex}",`, opening.length, 'latin1') : 0)
    if (!named || length === opening.length || bytes.length <= length || begins.compare(bytes, 0, length, 0, length) !== 0) return readQuickly(bytes, prev)
    const hash = hashed(bytes, prev)
    // the comma before the second half is made a bracket, in the copy that was hashed
    const from = HEAD + length - 1
    scratch[from] = 0x7b
    const half = scratch.subarray(from, HEAD + bytes.length)
    const said = isUtf8(half) ? secondHalf(half.toString('utf8')) : null
    if (said === null) return readQuickly(bytes, prev)
    const { at, mono, by, second, cmd, type, body } = said
    const fact = second === undefined
      ? { v: 1, exam, venue, station: name, seq, prev: prevHex, at, mono, by, cmd, type, body }
      : { v: 1, exam, venue, station: name, seq, prev: prevHex, at, mono, by, second, cmd, type, body }
    return { fact: fact as unknown as Fact, hash }
  }
}

interface SecondHalf { at: number; mono: number; by: string; second?: string; cmd: string; type: string; body: unknown }
const halfKeys = keys.slice(6)
const halfKeysWithSecond = keysWithSecond.slice(6)

/** Null where it is anything but plainly right; whether it is wrong is for the other reader. */
function secondHalf(text: string): SecondHalf | null {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return null
  }
  const half = json as Record<string, unknown>
  const { at, mono, by, second, cmd, type, body } = half
  const expected = second === undefined ? halfKeys : halfKeysWithSecond
  let count = 0
  for (const key in half) {
    if (key !== expected[count]) return null
    count += 1
  }
  const right = count === expected.length && Number.isSafeInteger(at) && typeof mono === 'number' && Number.isFinite(mono) &&
    short(by) && (second === undefined || short(second)) && short(cmd) && short(type) && inOrder(body, 0) && !text.includes('__proto__') && JSON.stringify(half) === text
  if (!right || (isKnownType(type as string) && !factBodies[type as FactType].safeParse(body).success)) return null
  return json as SecondHalf
}

function inOrder(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (depth === deepest) return false
  if (Array.isArray(value)) return value.every((inner) => typeof inner !== 'object' || inOrder(inner, depth + 1))
  let before = ''
  for (const key in value) {
    if (key < before) return false
    before = key
    const inner = (value as Record<string, unknown>)[key]
    if (typeof inner === 'object' && !inOrder(inner, depth + 1)) return false
  }
  return true
}

function slowly(bytes: Buffer): Fact | StrangeFact | null {
  const read = parseFact(bytes)
  return read === 'malformed' ? null : 'known' in read ? read.known : read.strange
}

const short = (value: unknown) => typeof value === 'string' && value.length <= 200
const matches = (value: unknown, pattern: RegExp) => typeof value === 'string' && pattern.test(value)

function enveloped({ v, exam, venue, station: name, seq, prev, at, mono, by, second, cmd, type }: Record<string, unknown>): boolean {
  return v === 1 && short(exam) && short(venue) && matches(name, station) && matches(prev, hash) &&
    Number.isSafeInteger(seq) && (seq as number) >= 1 && (seq as number) <= 4_294_967_295 &&
    Number.isSafeInteger(at) && typeof mono === 'number' && Number.isFinite(mono) &&
    short(by) && (second === undefined || short(second)) && short(cmd) && short(type)
}

/** Bodies nest at most so deep: what walks them must not be brought down by brackets. */
const deepest = 100

function orderOf(value: unknown, depth: number): 'sorted' | 'unsorted' | 'too deep' {
  if (typeof value !== 'object' || value === null) return 'sorted'
  if (depth === deepest) return 'too deep'
  let found: 'sorted' | 'unsorted' = 'sorted'
  let before = ''
  const list = Array.isArray(value)
  for (const key in value) {
    if (!list && key < before) found = 'unsorted'
    before = key
    const inner = orderOf((value as Record<string, unknown>)[key], depth + 1)
    if (inner === 'too deep') return inner
    if (inner === 'unsorted') found = inner
  }
  return found
}
