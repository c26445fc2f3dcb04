import { duplicates, packError, type PackError } from './pack-errors.ts'
import type { FitnessItem, FitnessRules } from './pack-fitness-schema.ts'

/** Checks the fitness section against itself: bands, standards, tables, modes (规则 §7). */
export function checkFitness(fitness: FitnessRules): PackError[] {
  return [
    ...duplicates('fitness.bands', fitness.bands, (band) => band.id, 'id'),
    ...duplicates('fitness.items', fitness.items, (item) => item.id, 'id'),
    ...checkBands(fitness),
    ...fitness.items.flatMap((item, index) => checkItem(fitness, item, `fitness.items[${String(index)}]`)),
  ]
}

function checkBands(fitness: FitnessRules): PackError[] {
  const errors: PackError[] = []
  const ordered = fitness.bands
    .map((band, index) => ({ from: band.minAge ?? 0, to: band.maxAge ?? Infinity, index }))
    .sort((a, b) => a.from - b.from)
  ordered.forEach((band, place) => {
    const path = `fitness.bands[${String(band.index)}]`
    if (band.to < band.from) errors.push(packError(`${path}.maxAge`, 'endBeforeStart'))
    const before = ordered[place - 1]
    if (before === undefined) return
    if (band.from <= before.to) errors.push(packError(`${path}.minAge`, 'bandOverlap'))
    else if (band.from > before.to + 1) errors.push(packError(`${path}.minAge`, 'bandGap'))
  })
  return errors
}

function checkItem(fitness: FitnessRules, item: FitnessItem, path: string): PackError[] {
  const errors: PackError[] = [...duplicates(`${path}.fouls`, item.fouls, (foul) => foul.id, 'id')]
  const decimals = item.rounding.mode === 'none' ? item.readingDecimals : item.rounding.decimals
  const knowsBand = (id: string) => id === 'any' || fitness.bands.some((band) => band.id === id)
  const cells = new Set<string>()
  item.standards.forEach((standard, index) => {
    const at = `${path}.standards[${String(index)}]`
    if (!knowsBand(standard.band)) errors.push(packError(`${at}.band`, 'unknownReference'))
    if (standard.value !== null && (standard.value.split('.')[1] ?? '').length > decimals)
      errors.push(packError(`${at}.value`, 'precision'))
    const sexes = standard.sex === 'any' ? ['M', 'F'] : [standard.sex]
    const bands = standard.band === 'any' ? fitness.bands.map((band) => band.id) : [standard.band]
    const keys = sexes.flatMap((sex) => bands.map((band) => `${sex}/${band}`))
    if (keys.some((key) => cells.has(key))) errors.push(packError(at, 'standardOverlap'))
    for (const key of keys) cells.add(key)
  })
  item.pointsTable.forEach((row, index) => {
    if (!knowsBand(row.band)) errors.push(packError(`${path}.pointsTable[${String(index)}].band`, 'unknownReference'))
  })
  const scores = item.mode === 'points' || item.mode === 'gatePoints'
  if (scores && item.pointsTable.length === 0) errors.push(packError(`${path}.pointsTable`, 'modeNeedsTable'))
  if (item.mode === 'touch' && item.comparison !== 'atLeast')
    errors.push(packError(`${path}.comparison`, 'touchDirection'))
  if (item.mode === 'touch' && item.unit !== 'cm') errors.push(packError(`${path}.unit`, 'touchUnit'))
  const { below, above } = item.implausible
  if (below !== null && above !== null && Number(above) <= Number(below))
    errors.push(packError(`${path}.implausible.above`, 'endBeforeStart'))
  return errors
}
