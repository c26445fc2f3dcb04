import { z } from 'zod'
import { dice } from '../../tools/bench/made-roster.ts'
import { factBodies, type FactType } from '../../shared/facts.ts'

// Facts that every schema lets through and no honest station would write.

interface Def {
  type: string
  shape?: Record<string, z.ZodType>
  element?: z.ZodType
  options?: z.ZodType[]
  innerType?: z.ZodType
  in?: z.ZodType
  items?: z.ZodType[]
  entries?: Record<string, string>
  values?: unknown[]
  keyType?: z.ZodType
  valueType?: z.ZodType
}

const strings = [
  '__proto__', 'constructor', 'toString', 'a\0b', '\0', 'x\ud800', 'x\udfff', '=1+1', '<img src=x onerror=alert(1)>', '%', '_', "' OR 1=1 --", '\u202egnp.exe', '𠮷'.repeat(30), 's-am', 's-pm', 'c0', 'c1', '0',
  'A001', '1', '13.11', '80', '9'.repeat(5), `${'a'.repeat(16)}/1`, `${'b'.repeat(16)}/4294967295`, 'f'.repeat(64), 'a'.repeat(16), '0'.repeat(10), '2026-01-01', '11:00', 'P1', 'x',
]
const numbers = [0, 1, -1, 2 ** 31, 2 ** 53 - 1, -(2 ** 53 - 1), 0.5, 999, 20_000]

/** Any value the schema takes, by `random`; null where none was found. */
export function valueFor(schema: z.ZodType, random: () => number): unknown {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!
  const fitting = (from: readonly unknown[]): unknown => {
    const good = from.filter((each) => schema.safeParse(each).success && JSON.stringify(schema.parse(each)) === JSON.stringify(each))
    return good.length === 0 ? null : pick(good)
  }
  const def = (schema as unknown as { _zod: { def: Def } })._zod.def
  switch (def.type) {
    case 'string': return fitting(strings)
    case 'number':
    case 'int': return fitting(numbers)
    case 'boolean': return random() < 0.5
    case 'literal': return def.values![0]
    case 'enum': return pick(Object.values(def.entries!))
    case 'nullable': return random() < 0.4 ? null : valueFor(def.innerType!, random)
    case 'optional': return random() < 0.4 ? undefined : valueFor(def.innerType!, random)
    case 'union': return valueFor(pick(def.options!), random)
    case 'tuple': return def.items!.map((item) => valueFor(item, random))
    case 'array': {
      const many = pick([0, 1, 1, 2, 5, 30])
      const some = (count: number) => Array.from({ length: count }, () => valueFor(def.element!, random))
      return [some(many), some(1), some(2), some(10)].find((list) => schema.safeParse(list).success) ?? []
    }
    case 'record': return Object.fromEntries([['__proto__x', 1], ['constructor', 2]].map(([key]) => [key, valueFor(def.valueType!, random)]))
    case 'object': return Object.fromEntries(Object.entries(def.shape!).flatMap(([key, inner]) => {
      const value = valueFor(inner, random)
      return value === undefined ? [] : [[key, value] as const]
    }))
    default: throw new Error(`no values for ${def.type}`)
  }
}

const sorted = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(sorted)
    : typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]))
      : value

/** `count` bodies of every type, as far as some were found that the schema takes. */
export function nastyBodies(count: number, seed: number): { type: FactType; body: unknown }[] {
  const random = dice(seed)
  return (Object.keys(factBodies) as FactType[]).flatMap((type) =>
    Array.from({ length: count }, () => ({ type, body: sorted(valueFor(factBodies[type], random)) })).filter(({ body }) => factBodies[type].safeParse(body).success))
}
