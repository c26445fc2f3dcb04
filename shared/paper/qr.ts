import { withAttributes, el, type PaperNode } from './tree.ts'

/** Error correction: about 7, 15, 25 and 30 % of the code may be lost. */
export type QrLevel = 'L' | 'M' | 'Q' | 'H'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'
// ISO/IEC 18004 table 9 for versions 1–10: error correction words of a block, and blocks
const words: Record<QrLevel, readonly number[]> = {
  L: [7, 10, 15, 20, 26, 18, 20, 24, 30, 18], M: [10, 16, 26, 18, 24, 16, 18, 22, 22, 26],
  Q: [13, 22, 18, 26, 18, 24, 18, 22, 20, 24], H: [17, 28, 22, 16, 22, 28, 26, 26, 24, 28],
}
const blocks: Record<QrLevel, readonly number[]> = {
  L: [1, 1, 1, 1, 1, 2, 2, 2, 2, 4], M: [1, 1, 1, 2, 2, 4, 4, 4, 5, 5], Q: [1, 1, 2, 2, 4, 4, 6, 6, 8, 8], H: [1, 1, 2, 4, 4, 4, 5, 6, 8, 8],
}
const levelBits: Record<QrLevel, number> = { L: 1, M: 0, Q: 3, H: 2 }
const versions = 10

/** A square of dark (true) and light modules, without the quiet zone. */
export type QrMatrix = readonly (readonly boolean[])[]

/**
 * The QR code of a text of digits, capitals and ` $%*+-./:` (alphanumeric mode, versions 1–10): the codes of printed
 * sheets are made of these on purpose. Drawn here because a sheet of 5,000 rows needs 5,000 of them at once. Throws for
 * other characters and for texts that do not fit (a bug of the caller).
 */
export function qrMatrix(text: string, level: QrLevel = 'M'): QrMatrix {
  const values = [...text].map((letter) => {
    const value = alphabet.indexOf(letter)
    if (value < 0) throw new Error(`no code for ${letter}`)
    return value
  })
  const length = 4 + 9 + Math.floor(values.length / 2) * 11 + (values.length % 2) * 6
  let version = 1
  const room = (v: number) => (Math.floor(modules(v) / 8) - (words[level][v - 1] ?? 0) * (blocks[level][v - 1] ?? 0)) * 8
  while (version <= versions && room(version) < length + (version === 10 ? 2 : 0)) version += 1
  if (version > versions) throw new Error(`${String(text.length)} characters are too many for a code`)
  const data = interleaved(encoded(values, version, room(version)), version, level)
  return masked(version, level, data)
}

/** Modules of a version that carry data and error correction. */
function modules(version: number): number {
  const aligned = version < 2 ? 0 : Math.floor(version / 7) + 2
  return (16 * version + 128) * version + 64 - (aligned === 0 ? 0 : (25 * aligned - 10) * aligned - 55) - (version < 7 ? 0 : 36)
}

function encoded(values: readonly number[], version: number, room: number): number[] {
  const bits: number[] = []
  const put = (value: number, length: number) => {
    for (let bit = length - 1; bit >= 0; bit -= 1) bits.push((value >> bit) & 1)
  }
  put(2, 4)
  put(values.length, version < 10 ? 9 : 11)
  for (let at = 0; at < values.length; at += 2) {
    const [first = 0, second] = [values[at], values[at + 1]]
    if (second === undefined) put(first, 6)
    else put(first * 45 + second, 11)
  }
  put(0, Math.min(4, room - bits.length))
  while (bits.length % 8 !== 0) bits.push(0)
  const bytes: number[] = []
  for (let at = 0; at < bits.length; at += 8) bytes.push(bits.slice(at, at + 8).reduce((byte, bit) => byte * 2 + bit, 0))
  for (let pad = 0; bytes.length < room / 8; pad += 1) bytes.push(pad % 2 === 0 ? 0xec : 0x11)
  return bytes
}

function product(a: number, b: number): number {
  let z = 0
  for (let bit = 7; bit >= 0; bit -= 1) {
    z = (z << 1) ^ ((z >> 7) * 0x11d)
    z ^= ((b >> bit) & 1) * a
  }
  return z
}

const divisors = new Map<number, readonly number[]>()

function divisor(degree: number): readonly number[] {
  const known = divisors.get(degree)
  if (known !== undefined) return known
  const result = Array.from({ length: degree }, (_, at) => Number(at === degree - 1))
  let root = 1
  for (let round = 0; round < degree; round += 1) {
    for (let at = 0; at < degree; at += 1) result[at] = product(result[at] ?? 0, root) ^ (result[at + 1] ?? 0)
    root = product(root, 2)
  }
  divisors.set(degree, result)
  return result
}

function remainder(data: readonly number[], by: readonly number[]): number[] {
  const result = by.map(() => 0)
  for (const byte of data) {
    const factor = byte ^ (result.shift() ?? 0)
    result.push(0)
    by.forEach((each, at) => {
      result[at] = (result[at] ?? 0) ^ product(each, factor)
    })
  }
  return result
}

function interleaved(data: readonly number[], version: number, level: QrLevel): number[] {
  const count = blocks[level][version - 1] ?? 1
  const correction = words[level][version - 1] ?? 0
  const all = Math.floor(modules(version) / 8)
  const short = Math.floor(all / count) - correction
  const shortBlocks = count - (all % count)
  const parts: { data: readonly number[]; correction: number[] }[] = []
  let from = 0
  for (let block = 0; block < count; block += 1) {
    const part = data.slice(from, from + short + (block < shortBlocks ? 0 : 1))
    from += part.length
    parts.push({ data: part, correction: remainder(part, divisor(correction)) })
  }
  const result: number[] = []
  for (let at = 0; at <= short; at += 1) for (const part of parts) if (at < part.data.length) result.push(part.data[at] ?? 0)
  for (let at = 0; at < correction; at += 1) for (const part of parts) result.push(part.correction[at] ?? 0)
  return result
}

interface Grid { size: number; dark: boolean[][]; fixed: boolean[][] }

function frameOf(version: number): Grid {
  const size = version * 4 + 17
  const square = () => Array.from({ length: size }, () => Array.from({ length: size }, () => false))
  const grid: Grid = { size, dark: square(), fixed: square() }
  for (let at = 0; at < size; at += 1) {
    set(grid, 6, at, at % 2 === 0)
    set(grid, at, 6, at % 2 === 0)
  }
  for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]] as const) {
    for (let dy = -4; dy <= 4; dy += 1) for (let dx = -4; dx <= 4; dx += 1) {
      const far = Math.max(Math.abs(dx), Math.abs(dy))
      if (x + dx >= 0 && x + dx < size && y + dy >= 0 && y + dy < size) set(grid, x + dx, y + dy, far !== 2 && far !== 4)
    }
  }
  const places = alignment(version, size)
  for (const x of places) for (const y of places) {
    if ((x === 6 && y === 6) || (x === 6 && y === size - 7) || (x === size - 7 && y === 6)) continue
    for (let dy = -2; dy <= 2; dy += 1) for (let dx = -2; dx <= 2; dx += 1) set(grid, x + dx, y + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1)
  }
  return grid
}

function alignment(version: number, size: number): number[] {
  if (version === 1) return []
  const count = Math.floor(version / 7) + 2
  const step = Math.floor((version * 8 + count * 3 + 5) / (count * 4 - 4)) * 2
  const places = [6]
  for (let at = size - 7; places.length < count; at -= step) places.splice(1, 0, at)
  return places
}

function set(grid: Grid, x: number, y: number, dark: boolean): void {
  const row = grid.dark[y]
  const held = grid.fixed[y]
  if (row === undefined || held === undefined) return
  row[x] = dark
  held[x] = true
}

function writeFormat(grid: Grid, version: number, level: QrLevel, mask: number): void {
  const data = (levelBits[level] << 3) | mask
  let rest = data
  for (let round = 0; round < 10; round += 1) rest = (rest << 1) ^ ((rest >> 9) * 0x537)
  const bits = ((data << 10) | rest) ^ 0x5412
  const bit = (at: number) => ((bits >> at) & 1) === 1
  const { size } = grid
  for (let at = 0; at <= 5; at += 1) set(grid, 8, at, bit(at))
  set(grid, 8, 7, bit(6))
  set(grid, 8, 8, bit(7))
  set(grid, 7, 8, bit(8))
  for (let at = 9; at < 15; at += 1) set(grid, 14 - at, 8, bit(at))
  for (let at = 0; at < 8; at += 1) set(grid, size - 1 - at, 8, bit(at))
  for (let at = 8; at < 15; at += 1) set(grid, 8, size - 15 + at, bit(at))
  set(grid, 8, size - 8, true)
  if (version < 7) return
  let tail = version
  for (let round = 0; round < 12; round += 1) tail = (tail << 1) ^ ((tail >> 11) * 0x1f25)
  const long = (version << 12) | tail
  for (let at = 0; at < 18; at += 1) {
    const x = size - 11 + (at % 3)
    const y = Math.floor(at / 3)
    set(grid, x, y, ((long >> at) & 1) === 1)
    set(grid, y, x, ((long >> at) & 1) === 1)
  }
}

const masks: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0, (_x, y) => y % 2 === 0, (x) => x % 3 === 0, (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0, (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0, (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
]

/**
 * Mask by the checksum of the text instead of by the eight penalties of the standard: any of the eight is a valid code,
 * readers do not mind, and the sum of penalties is most of the work.
 */
function masked(version: number, level: QrLevel, data: readonly number[]): QrMatrix {
  const mask = data.reduce((sum, byte) => sum ^ byte, 0) % masks.length
  const grid = frameOf(version)
  writeFormat(grid, version, level, mask)
  const hidden = masks[mask] ?? (() => false)
  let bit = 0
  for (let right = grid.size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5
    for (let step = 0; step < grid.size; step += 1) for (const x of [right, right - 1]) {
      const y = ((right + 1) & 2) === 0 ? grid.size - 1 - step : step
      const row = grid.dark[y]
      if (row === undefined || grid.fixed[y]?.[x] === true) continue
      row[x] = (((data[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1 !== hidden(x, y)
      bit += 1
    }
  }
  return grid.dark
}

/** The matrix as a path to be stroked one unit wide: each run of dark modules is one line, so a code stays small as text. */
export function qrPath(matrix: QrMatrix): string {
  let path = ''
  matrix.forEach((row, y) => {
    let at = -1
    for (let x = 0; x < row.length; x += 1) {
      if (row[x] !== true) continue
      let end = x
      while (row[end] === true) end += 1
      path += `${at < 0 ? `M${String(x)} ${String(y)}.5` : `m${String(x - at)} 0`}h${String(end - x)}`
      at = end
      x = end
    }
  })
  return path
}

/** A code as a drawing of class `qr …`; its side comes from the class. */
export function qrNode(text: string, className: string, level: QrLevel = 'M'): PaperNode {
  const matrix = qrMatrix(text, level)
  const side = String(matrix.length)
  return withAttributes(el('svg', `qr ${className}`, withAttributes(el('path', ''), { d: qrPath(matrix) })), {
    viewBox: `0 0 ${side} ${side}`, role: 'img', 'aria-label': text,
  })
}
