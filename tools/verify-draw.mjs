// Recomputes a draw from its evidence file and compares every lot. Plain Node 20 or later, nothing else needed:
//   node verify-draw.mjs EVIDENCE.json     prints OK (exit 0) or the first difference (exit 1)
// The procedure is written out in docs/formats/draw-evidence.md.
import { createHash, createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()

class Difference extends Error {}
const hold = (condition, message) => {
  if (!condition) throw new Difference(message)
}
const same = (what, said, computed) => hold(said === computed, `${what}: file says ${said}, recomputed ${computed}`)
const text = (value, pattern) => typeof value === 'string' && pattern.test(value)

function places(n, seed) {
  let block = Buffer.alloc(0)
  let [index, offset] = [0, 0]
  const word = () => {
    if (offset === block.length) {
      const counter = Buffer.alloc(4)
      counter.writeUInt32BE(index++)
      block = createHmac('sha256', seed).update(counter).digest()
      offset = 0
    }
    offset += 4
    return block.readUInt32BE(offset - 4)
  }
  const list = Array.from({ length: n }, (_, i) => i + 1)
  for (let i = n - 1; i > 0; i--) {
    const limit = Math.floor(2 ** 32 / (i + 1)) * (i + 1)
    let drawn = word()
    while (drawn >= limit) drawn = word()
    const j = drawn % (i + 1)
    ;[list[i], list[j]] = [list[j], list[i]]
  }
  return list
}

function verify(e) {
  same('format', e.format, 'kaodian-draw-evidence/1')
  hold(typeof e.drawId === 'string' && e.drawId !== '', 'drawId: missing')
  hold(text(e.secret, /^[0-9a-f]{64}$/), 'secret: not 64 hex characters')
  hold(text(e.digits, /^[0-9]+$/), 'digits: not a text of digits')
  for (const list of ['pool', 'letters', 'drawn', 'voided']) hold(Array.isArray(e[list]), `${list}: not a list`)
  hold(Number.isInteger(e.desks) && e.desks >= 1, 'desks: not a positive number')
  for (const id of e.pool) hold(text(id, /^[^\n]+$/), 'pool: an id is empty or has a line break')
  for (const letter of e.letters) hold(text(letter, /^[A-HJ-NP-Z]$/), 'letters: not A–Z without I and O')

  const bytes = e.pool.map((id) => Buffer.from(id, 'utf8')).sort(Buffer.compare)
  const pool = bytes.map(String)
  const members = new Set(pool)
  hold(members.size === pool.length, 'pool: a candidate is in it twice')
  pool.forEach((id, i) => same(`pool[${i}]`, e.pool[i], id))
  hold(new Set(e.letters).size === e.letters.length, 'letters: one is in it twice')
  hold(Math.ceil(pool.length / 999) <= e.letters.length, 'letters: too few for the pool')

  const secret = Buffer.from(e.secret, 'hex')
  const poolHash = sha256('kaodian-pool-v1\0', pool.join('\n'))
  same('poolHash', e.poolHash, poolHash.toString('hex'))
  same('commitment', e.commitment, sha256('kaodian-lot-v1\0', e.drawId, '\0', poolHash, secret).toString('hex'))
  const order = places(pool.length, sha256('kaodian-seed-v1\0', secret, e.digits, '\0', poolHash))
  const lots = order.map((p) => e.letters[Math.floor((p - 1) / 999)] + String(((p - 1) % 999) + 1).padStart(3, '0'))

  const voided = new Set(e.voided.map((v) => v.turn))
  const [byTurn, holders] = [new Map(), new Map()]
  e.drawn.forEach((d, i) => {
    const at = `drawn[${i}]`
    hold(Number.isInteger(d.turn) && lots[d.turn - 1] !== undefined, `${at}.turn: ${d.turn} is no turn of this pool`)
    hold(!byTurn.has(d.turn), `${at}.turn: ${d.turn} was drawn twice`)
    same(`${at}.lot (turn ${d.turn})`, d.lot, lots[d.turn - 1])
    hold(members.has(d.candidate), `${at}.candidate: ${d.candidate} is not in the pool`)
    byTurn.set(d.turn, d)
    if (voided.has(d.turn)) return
    hold(!holders.has(d.candidate), `${at}.candidate: ${d.candidate} holds ${holders.get(d.candidate)} already`)
    holders.set(d.candidate, d.lot)
  })
  e.voided.forEach((v, i) => {
    const d = byTurn.get(v.turn)
    hold(d !== undefined, `voided[${i}].turn: ${v.turn} was not drawn`)
    same(`voided[${i}] (turn ${v.turn})`, `${v.lot} of ${v.candidate}`, `${d.lot} of ${d.candidate}`)
  })
  // each desk takes its own turns i, i+D, i+2D … without a gap
  for (const turn of byTurn.keys()) {
    const before = turn - e.desks
    hold(before < 1 || byTurn.has(before), `turn ${turn} was drawn before turn ${before} of the same desk`)
  }
  return `${e.drawn.length} of ${pool.length} lots recomputed, ${voided.size} voided`
}

try {
  console.log(`OK: ${verify(JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')))}`)
} catch (error) {
  console.log(error instanceof Difference ? `DIFFERENT: ${error.message}` : `UNREADABLE: ${error.message}`)
  process.exitCode = 1
}
