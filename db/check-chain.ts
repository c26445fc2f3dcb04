import { hash as digest } from 'node:crypto'
import { FACT_TAG, NO_HASH } from './envelope.ts'

/** What can be wrong with a fact as it lies in the ledger. */
export type ChainFault =
  /** Its bytes are not those its hash was made from. */
  | 'bytes_changed'
  /** Its bytes name another station, exam, venue, number or predecessor than its place in the stream. */
  | 'wrong_place'
  /** Numbers are missing before it. */
  | 'missing'

/** One fact of a stream: its number, stored bytes and stored hash (32 bytes). */
export type Link = readonly [seq: number, bytes: Buffer, hash: Buffer]

/** Which stream is being read; every fact's bytes have to say so. */
export interface StreamName {
  station: string
  exam: string
  venue: string
}

/** A walk along one stream: fed with facts in order, it names the first that does not fit. */
export interface ChainWalk {
  /** Null when the fact fits; after a fault the walk has ended and must not be fed again. */
  next(link: Link): ChainFault | null
  /** Number and hash of the last fact that fitted. */
  readonly seq: number
  readonly hash: Buffer
}

const PREV = ',"prev":"'
const QUOTE = 0x22
const COMMA = 0x2c
const HEX = Buffer.from('0123456789abcdef')

/** Writes a hash in hex; by hand, because a string for every fact would cost more than the comparison it is for. */
function writeHex(hash: Buffer, into: Buffer, at: number): number {
  for (let index = 0; index < hash.length; index += 1) {
    const byte = hash[index]!
    into[at + 2 * index] = HEX[byte >> 4]!
    into[at + 2 * index + 1] = HEX[byte & 15]!
  }
  return at + 2 * hash.length
}

const HEAD = FACT_TAG.length + NO_HASH.length

/** Starts at the beginning of a stream. Recomputes every hash from the stored bytes; nothing is parsed. */
export function walkChain(name: StreamName): ChainWalk {
  // tag ‖ prev ‖ bytes are laid out in one buffer, so that one call hashes them.
  let scratch = Buffer.alloc(64 * 1024)
  FACT_TAG.copy(scratch)
  NO_HASH.copy(scratch, FACT_TAG.length)
  // The beginning every fact must have, ready but for its number and the hash before it.
  const opening = Buffer.from(`{"v":1,"exam":${JSON.stringify(name.exam)},"venue":${JSON.stringify(name.venue)},"station":"${name.station}","seq":`)
  const begins = Buffer.concat([opening, Buffer.alloc(10 + PREV.length + 66)])
  const expectBeginning = (at: number): number => {
    const digits = begins.write(String(at) + PREV, opening.length, 'latin1')
    const end = writeHex(prev, begins, opening.length + digits)
    begins[end] = QUOTE
    begins[end + 1] = COMMA
    return end + 2
  }
  let prev: Buffer = NO_HASH
  let seq = 0
  return {
    get seq() {
      return seq
    },
    get hash() {
      return prev
    },
    next: ([at, bytes, hash]) => {
      if (at !== seq + 1) return at > seq + 1 ? 'missing' : 'wrong_place'
      const length = expectBeginning(at)
      const fits = bytes.length > length && begins.compare(bytes, 0, length, 0, length) === 0
      if (scratch.length < HEAD + bytes.length) scratch = Buffer.concat([scratch, Buffer.alloc(bytes.length)])
      bytes.copy(scratch, HEAD)
      const made = digest('sha256', scratch.subarray(0, HEAD + bytes.length), 'buffer')
      // A fact that says another place although its own hash fits was moved; one whose hash does not fit was changed.
      if (!made.equals(hash)) return fits ? 'bytes_changed' : placed(bytes, at) ? 'bytes_changed' : 'wrong_place'
      if (!fits) return 'wrong_place'
      seq = at
      prev = made
      made.copy(scratch, FACT_TAG.length)
      return null
    },
  }
}

function placed(bytes: Buffer, seq: number): boolean {
  return bytes.includes(`,"seq":${String(seq)},"prev":`)
}
