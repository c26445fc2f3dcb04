// What Electron carries between page and main process is a structured clone; here it travels as text through Chromium's
// debugging line. The text of this file is also given to the page. Cycles are refused (nothing of ours has any).

const nameOf = (bytes) => (bytes.constructor.name === 'Buffer' ? 'Uint8Array' : bytes.constructor.name)

const bytesToText = (bytes) => {
  let text = ''
  for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768))
  return btoa(text)
}

const textToBytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))

const pack = (value, above) => {
  if (value === undefined) return ['u']
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return ['=', value]
  if (typeof value === 'number')
    return Number.isFinite(value) && !Object.is(value, -0)
      ? ['=', value]
      : ['n', Object.is(value, -0) ? '-0' : String(value)]
  if (typeof value === 'bigint') return ['i', String(value)]
  if (typeof value !== 'object' || value instanceof Promise)
    throw new DOMException(`${String(value)} could not be cloned.`, 'DataCloneError')
  if (above.includes(value)) throw new Error('stand-in: cycles are not supported')
  const inside = (each) => pack(each, [...above, value])
  if (value instanceof Date) return ['d', value.getTime()]
  if (value instanceof Error) return ['e', value.name, value.message]
  if (value instanceof Map) return ['m', [...value].map(([key, each]) => [inside(key), inside(each)])]
  if (value instanceof Set) return ['s', [...value].map(inside)]
  if (value instanceof ArrayBuffer) return ['b', 'ArrayBuffer', bytesToText(new Uint8Array(value))]
  if (ArrayBuffer.isView(value))
    return ['b', nameOf(value), bytesToText(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))]
  if (Array.isArray(value)) return ['a', value.map(inside)]
  return ['o', Object.keys(value).map((key) => [key, inside(value[key])])]
}

const unpack = ([kind, first, second]) => {
  switch (kind) {
    case 'u':
      return undefined
    case '=':
      return first
    case 'n':
      return Number(first)
    case 'i':
      return BigInt(first)
    case 'd':
      return new Date(first)
    case 'e':
      return Object.assign(new Error(second), { name: first })
    case 'm':
      return new Map(first.map(([key, each]) => [unpack(key), unpack(each)]))
    case 's':
      return new Set(first.map(unpack))
    case 'b': {
      const bytes = textToBytes(second)
      return first === 'ArrayBuffer'
        ? bytes.buffer
        : first === 'Uint8Array'
          ? bytes
          : new globalThis[first](bytes.buffer)
    }
    case 'a':
      return first.map(unpack)
    case 'o': {
      const made = {}
      // defineProperty, so that a key called __proto__ arrives as the own key it was
      for (const [key, each] of first)
        Object.defineProperty(made, key, { value: unpack(each), writable: true, enumerable: true, configurable: true })
      return made
    }
    default:
      throw new Error(`stand-in: unknown mark ${kind}`)
  }
}

export const encode = (value) => JSON.stringify(pack(value, []))
export const decode = (text) => unpack(JSON.parse(text))
