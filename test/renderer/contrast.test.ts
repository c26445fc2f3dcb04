import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const css = readFileSync(path.resolve(import.meta.dirname, '../../renderer/theme.css'), 'utf8')

/** Colour tokens of one rule of the theme. */
function tokens(selector: string): Record<string, string> {
  const start = css.indexOf(`${selector} {`)
  if (start < 0) throw new Error(`no rule ${selector}`)
  const body = css.slice(start, css.indexOf('}', start))
  return Object.fromEntries([...body.matchAll(/--([a-z0-9-]+):\s*(#[0-9a-f]{6})/g)].map((found) => [found[1] ?? '', found[2] ?? '']))
}

const light = tokens(':root')
const dark = { ...light, ...tokens(":root[data-mantine-color-scheme='dark']") }
const high = { ...light, ...tokens(":root[data-contrast='high']") }
const looks = {
  light, dark, high,
  'high and dark': { ...dark, ...tokens(":root[data-contrast='high']"), ...tokens(":root[data-contrast='high'][data-mantine-color-scheme='dark']") },
}

/** WCAG 2 relative luminance of #rrggbb. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [bright = 0, dim = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (bright + 0.05) / (dim + 0.05)
}

/** Words and what they stand on; the second list is what a judge reads in the sun. */
const readable: readonly (readonly [string, string])[] = [
  ['ink', 'ground'], ['ink-2', 'ground'], ['ink-3', 'ground'], ['ink-2', 'paper'], ['ink-3', 'paper'], ['ink-3', 'sunk'], ['accent', 'paper'],
  ['accent', 'accent-soft'], ['on-accent', 'accent'], ['on-accent', 'accent-hover'], ['on-solid', 'pass-solid'], ['on-solid', 'fail-solid'],
  ['wait', 'wait-soft'], ['warn', 'paper'], ['pass', 'paper'], ['fail', 'paper'], ['bar-ink', 'bar-ground'], ['bar-ink-2', 'bar-ground'],
]
const inTheSun: readonly (readonly [string, string])[] = [['ink', 'paper'], ['pass', 'pass-soft'], ['fail', 'fail-soft'], ['ink', 'wait-soft'], ['warn', 'warn-soft']]

describe.each(Object.entries(looks))('in the %s look', (_name, colours) => {
  const ratio = ([words, ground]: readonly [string, string]) => contrast(colours[words] ?? '', colours[ground] ?? '')
  it.each(readable)('%s on %s is at least 4.5 : 1', (words, ground) => {
    expect(ratio([words, ground])).toBeGreaterThanOrEqual(4.5)
  })
  it.each(inTheSun)('%s on %s, which judges read, is at least 7 : 1', (words, ground) => {
    expect(ratio([words, ground])).toBeGreaterThanOrEqual(7)
  })
})
