// Recomputes a draw of lots or rooms from its evidence file, as docs/formats/draw-evidence.md says. Plain Node 20 or
// later: node verify-draw.mjs EVIDENCE.json     prints OK (exit 0) or the first difference (exit 1)
import { createHash, createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()
const byBytes = (list) => list.map((each) => Buffer.from(each, 'utf8')).sort(Buffer.compare).map(String)
const uint32 = (n) => Buffer.from([n >>> 24, n >>> 16, n >>> 8, n])
const hold = (condition, message) => condition || thrown(`DIFFERENT: ${message}`)
const thrown = (line) => { throw Object.assign(new Error(line), { line }) }
const same = (what, said, computed) => hold(said === computed, `${what}: file says ${said}, recomputed ${computed}`)
const text = (value, pattern) => typeof value === 'string' && pattern.test(value)
function places(n, seed) {
  let [block, at, index] = [Buffer.alloc(0), 0, 0]
  const word = () => {
    if (at === block.length) [block, at] = [createHmac('sha256', seed).update(uint32(index++)).digest(), 0]
    return block.readUInt32BE((at += 4) - 4)
  }
  const list = Array.from({ length: n }, (_, i) => i + 1)
  for (let i = n - 1; i > 0; i--) {
    let drawn = word()
    while (drawn >= Math.floor(2 ** 32 / (i + 1)) * (i + 1)) drawn = word()
    const j = drawn % (i + 1)
    ;[list[i], list[j]] = [list[j], list[i]]
  }
  return list
}
function seedOf(e, poolHash) {
  const secret = Buffer.from(e.secret, 'hex')
  same('poolHash', e.poolHash, poolHash.toString('hex'))
  same('commitment', e.commitment, sha256('kaodian-lot-v1\0', e.drawId, '\0', poolHash, secret).toString('hex'))
  return sha256('kaodian-seed-v1\0', secret, e.digits, '\0', poolHash)
}
function verifyRooms(e) {
  const rows = [['kind', e.kind], ...e.units.map((u) => ['unit', u.unit, ...byBytes(u.posts)])]
  rows.push(...e.candidates.map((c) => ['candidate', c.candidate, c.post]), ...e.places.map((p) => ['place', p]))
  rows.push(...e.excluded.map((x) => ['excluded', x.unit, x.place]))
  hold(rows.flat().every((field) => text(field, /^[^\x00-\x1f]*$/)), 'pool: a field with a control character')
  const seed = seedOf(e, sha256('kaodian-rooms-v1\0', byBytes(rows.map((row) => row.join('\t'))).join('\n')))
  const [units, free, place, room] = [byBytes(e.units.map((u) => u.unit)), byBytes(e.places), new Map(), new Map()]
  const named = rows.filter(([kind]) => kind !== 'excluded').map(([kind, id]) => `${kind} ${id}`)
  hold(new Set(named).size === named.length, 'pool: a unit, place or candidate is in it twice')
  for (let n = 0; n === 0 || e.excluded.some((x) => place.get(x.unit) === x.place); n++) {
    hold(n < 50000, 'excluded: no permutation keeps them')
    const order = places(Math.max(units.length, free.length), sha256('kaodian-try-v1\0', seed, uint32(n)))
    units.forEach((unit, i) => place.set(unit, free[order[i] - 1] ?? null))
  }
  same('assigned', JSON.stringify(e.assigned.map((a) => [a.unit, a.place])), JSON.stringify([...place]))
  for (const post of e.kind === 'groups' ? new Set(e.candidates.map((c) => c.post)) : []) {
    const people = byBytes(e.candidates.filter((c) => c.post === post).map((c) => c.candidate))
    const groups = byBytes(e.units.filter((u) => u.posts.includes(post)).map((u) => u.unit))
    const order = places(people.length, sha256('kaodian-deal-v1\0', seed, post))
    people.forEach((c, i) => room.set(c, place.get(groups[(order[i] - 1) % groups.length])))
  }
  const members = byBytes([...room.keys()]).filter((c) => room.get(c)).map((c) => [c, room.get(c)])
  same('members', JSON.stringify(e.members.map((m) => [m.candidate, m.room])), JSON.stringify(members))
  return `${units.length} places recomputed, ${members.length} candidates in rooms`
}
function verifyLots(e) {
  hold(Number.isInteger(e.desks) && e.desks >= 1, 'desks: not a positive number')
  hold(e.pool.every((id) => text(id, /^[^\n]+$/)), 'pool: an id is empty or has a line break')
  hold(e.letters.every((letter) => text(letter, /^[A-HJ-NP-Z]$/)), 'letters: not A–Z without I and O')
  const [pool, members] = [byBytes(e.pool), new Set(e.pool)]
  hold(members.size === pool.length, 'pool: a candidate is in it twice')
  pool.forEach((id, i) => same(`pool[${i}]`, e.pool[i], id))
  hold(new Set(e.letters).size === e.letters.length, 'letters: one is in it twice')
  hold(pool.length <= e.letters.length * 999, 'letters: too few for the pool')
  const order = places(pool.length, seedOf(e, sha256('kaodian-pool-v1\0', pool.join('\n'))))
  const lots = order.map((p) => e.letters[Math.floor((p - 1) / 999)] + String(((p - 1) % 999) + 1).padStart(3, '0'))
  const [voided, byTurn, holders] = [new Set(e.voided.map((v) => v.turn)), new Map(), new Map()]
  e.drawn.forEach((d, i) => {
    hold(Number.isInteger(d.turn) && lots[d.turn - 1], `drawn[${i}].turn: ${d.turn} is no turn of this pool`)
    hold(!byTurn.has(d.turn), `drawn[${i}].turn: ${d.turn} was drawn twice`)
    same(`drawn[${i}].lot (turn ${d.turn})`, d.lot, lots[d.turn - 1])
    hold(members.has(d.candidate), `drawn[${i}].candidate: ${d.candidate} is not in the pool`)
    byTurn.set(d.turn, d)
    if (voided.has(d.turn)) return
    hold(!holders.has(d.candidate), `drawn[${i}].candidate: ${d.candidate} holds ${holders.get(d.candidate)} already`)
    holders.set(d.candidate, d.lot)
  })
  e.voided.forEach((v, i) => {
    const d = byTurn.get(v.turn) ?? thrown(`DIFFERENT: voided[${i}].turn: ${v.turn} was not drawn`)
    same(`voided[${i}] (turn ${v.turn})`, `${v.lot} of ${v.candidate}`, `${d.lot} of ${d.candidate}`)
  })
  for (const [turn, before] of [...byTurn.keys()].map((t) => [t, t - e.desks]))
    hold(before < 1 || byTurn.has(before), `turn ${turn} was drawn before turn ${before} of the same desk`)
  return `${e.drawn.length} of ${pool.length} lots recomputed, ${voided.size} voided`
}
try {
  const e = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'))
  const rooms = e.format === 'kaodian-room-evidence/1'
  rooms || same('format', e.format, 'kaodian-draw-evidence/1')
  for (const [field, pattern] of [['drawId', /./], ['secret', /^[0-9a-f]{64}$/], ['digits', /^[0-9]+$/]])
    hold(text(e[field], pattern), `${field}: missing or malformed`)
  console.log(`OK: ${rooms ? verifyRooms(e) : verifyLots(e)}`)
} catch (error) {
  console.log(error.line ?? `UNREADABLE: ${error.message}`)
  process.exitCode = 1
}
