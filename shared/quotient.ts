import { decimal, decimalText, type Decimal, type RoundingMode } from './decimal.ts'

/**
 * An exact fraction that is not negative. Means, weighted sums and coefficients stay fractions until they are shown, so
 * that nothing is rounded twice and nothing passes through floating point.
 */
export interface Quotient {
  readonly over: bigint
  /** Greater than zero. */
  readonly under: bigint
}

/** The fraction a decimal stands for. */
export function asQuotient(value: Decimal): Quotient {
  return { over: value.scaled, under: 10n ** BigInt(value.decimals) }
}

/** Reads a decimal known to be well formed; anything else is a bug and throws. */
export function quotientOf(text: string): Quotient {
  return asQuotient(decimal(text))
}

const zero: Quotient = { over: 0n, under: 1n }

/** The exact sum; decimals keep the larger power of ten below, so that summing a thousand scores stays small. */
export function plus(a: Quotient, b: Quotient): Quotient {
  if (a.under % b.under === 0n) return { over: a.over + b.over * (a.under / b.under), under: a.under }
  if (b.under % a.under === 0n) return { over: a.over * (b.under / a.under) + b.over, under: b.under }
  return { over: a.over * b.under + b.over * a.under, under: a.under * b.under }
}

/** The exact product. */
export function times(a: Quotient, b: Quotient): Quotient {
  return { over: a.over * b.over, under: a.under * b.under }
}

/** The exact quotient; division by zero is a bug and throws. */
export function dividedBy(a: Quotient, by: Quotient): Quotient {
  if (by.over <= 0n) throw new RangeError('division by zero')
  return { over: a.over * by.under, under: a.under * by.over }
}

/** The exact sum of any number of fractions; zero of none. */
export function sumOf(all: readonly Quotient[]): Quotient {
  return all.reduce(plus, zero)
}

/** The exact mean of at least one; of none it is a bug and throws. */
export function meanOf(all: readonly Quotient[]): Quotient {
  return dividedBy(sumOf(all), { over: BigInt(all.length), under: 1n })
}

/** -1, 0 or 1 as `a` is less than, equal to or greater than `b`. */
export function compareQuotients(a: Quotient, b: Quotient): -1 | 0 | 1 {
  const [left, right] = [a.over * b.under, b.over * a.under]
  return left < right ? -1 : left > right ? 1 : 0
}

/** The fraction as decimal text with exactly this many decimals: the one place where anything is lost. */
export function roundedText(value: Quotient, decimals: number, mode: RoundingMode): string {
  const scaled = value.over * 10n ** BigInt(decimals)
  const whole = scaled / value.under
  return decimalText({ scaled: whole + (roundsUp(scaled % value.under, value.under, mode) ? 1n : 0n), decimals })
}

function roundsUp(rest: bigint, under: bigint, mode: RoundingMode): boolean {
  switch (mode) {
    case 'up':
      return rest > 0n
    case 'down':
      return false
    case 'halfUp':
      return rest * 2n >= under
    default:
      return mode satisfies never
  }
}

/** The exact product of two decimals as text, without zeros at its end: `6` × `1.3` is `7.8`. */
export function productText(a: string, b: string): string {
  const [left, right] = [decimal(a), decimal(b)]
  const text = decimalText({ scaled: left.scaled * right.scaled, decimals: left.decimals + right.decimals })
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}
