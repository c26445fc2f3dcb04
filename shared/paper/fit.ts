import { el, type PaperNode } from './tree.ts'

/** Millimetres of one typographic point. */
export const pointMm = 0.3528

/** Steps of smaller type, as shares of the size asked for; their classes are `t0` … `t3`. */
export const steps = [1, 0.86, 0.75, 0.66] as const
export const lineHeight = 1.25

const narrow = new Set('iljtfrI.,:;\'`|!()[]{} ')
const broad = new Set('mwMW@%&')

/** Width of a text in ems, on the generous side, whatever sans the machine has: a Han character and all that is rare is one em. */
export function ems(text: string): number {
  let sum = 0
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0
    if ((code >= 0xfe00 && code <= 0xfe0f) || (code >= 0xe0100 && code <= 0xe01ef) || (code >= 0x300 && code <= 0x36f) || code === 0x200d) continue
    if (code > 0x7f) sum += code < 0x250 && code !== 0xb7 ? 0.7 : 1
    else if (narrow.has(letter)) sum += 0.36
    else if (broad.has(letter)) sum += 0.95
    else if (code >= 0x41 && code <= 0x5a) sum += 0.7
    else sum += 0.59
  }
  return sum
}

/** How a text is set: which step of size, on how many lines. */
export interface Fit { step: 0 | 1 | 2 | 3; lines: number }

// lines each step may take before the next smaller one is tried; the last takes what it needs
const linesAt = [1, 2, 2, Infinity] as const

/**
 * Sets a text into a width: one line as asked; else up to two lines, smaller as needed; else as many lines of the
 * smallest type as it takes. Nothing is ever cut. `free` lines (1 by default) may be used in full size first.
 */
export function fit(text: string, widthMm: number, points: number, free = 1): Fit {
  const em = points * pointMm
  const full = ems(text) * em
  const parts = text.split('\n').length
  if (parts === 1 && full <= widthMm) return { step: 0, lines: 1 }
  for (const [step, share] of steps.entries()) {
    const lines = linesOf(text, widthMm, em * share)
    if (lines <= Math.max(free, linesAt[step] ?? 0)) return { step: step as Fit['step'], lines }
  }
  throw new Error('there is no smallest type')
}

/**
 * Lines a text takes when words of letters stay whole as long as they fit a line and Han characters break anywhere; a
 * character that may not begin a line costs up to one em.
 */
function linesOf(text: string, widthMm: number, em: number): number {
  let lines = 0
  for (const part of text.split('\n')) {
    lines += 1
    if (ems(part) * em <= widthMm) continue
    let left = widthMm
    for (const piece of part.match(/[!-\u024f]+ *|[^!-\u024f] */gu) ?? []) {
      const width = ems(piece.trimEnd()) * em
      if (width > left && left < widthMm) {
        lines += 1
        left = widthMm
      }
      // a word longer than a line is broken where it must be
      if (width > left) {
        const more = Math.ceil(width / Math.max(em, widthMm - em)) - 1
        lines += more
        left = Math.max(0, (more + 1) * (widthMm - em) - width)
      } else left -= ems(piece) * em
    }
  }
  return lines
}

/** Height of a fitted text without padding, mm. */
export function fitHeight({ step, lines }: Fit, points: number): number {
  return lines * points * steps[step] * lineHeight * pointMm
}

/** The text with its size class; lines that were given stay lines. */
export function fitted(text: string, { step }: Fit): PaperNode {
  const lines = text.split('\n')
  const className = step === 0 ? '' : `t${String(step)}`
  if (lines.length === 1) return el('span', className, text)
  return el('span', className, ...lines.flatMap((line, at) => (at === 0 ? [line] : [el('br', ''), line])))
}
