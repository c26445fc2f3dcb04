type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
/** A place in a pack, as pack errors write it: `ranking.totals.technical.terms[0].weight`. */
export type Place = string

const steps = (place: Place): (string | number)[] =>
  place
    .split(/[.[\]]+/)
    .filter((step) => step !== '')
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step))

/** The pack behind its text, read loosely: HQ checks it; null when it is no JSON object. */
export function looseOf(text: string): Json | null {
  try {
    const value = JSON.parse(text) as Json
    return typeof value === 'object' && !Array.isArray(value) ? value : null
  } catch {
    return null
  }
}

/** What stands at a place; undefined where there is no such place. */
export function valueAt(pack: Json | null, place: Place): Json | undefined {
  return steps(place).reduce<Json | undefined>((value, step) => {
    if (value === null || typeof value !== 'object') return undefined
    return Array.isArray(value) ? value[Number(step)] : value[String(step)]
  }, pack ?? undefined)
}

/** How many entries a list at a place has. */
export function lengthAt(pack: Json | null, place: Place): number {
  const list = valueAt(pack, place)
  return Array.isArray(list) ? list.length : 0
}

/** The text of the pack with another value at a place that is there; the same text where it is not. */
export function withValue(text: string, place: Place, value: Json): string {
  const pack = looseOf(text)
  const path = steps(place)
  const last = path.pop()
  const held = valueAt(pack, path.map(String).join('.'))
  const holder = path.length === 0 ? pack : held
  if (last === undefined || holder === null || typeof holder !== 'object') return text
  if (Array.isArray(holder)) holder[Number(last)] = value
  else holder[String(last)] = value
  return `${JSON.stringify(pack, null, 2)}\n`
}
