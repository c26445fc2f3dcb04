/** An exact decimal: `scaled` units of 10^-`decimals`; 13.11 is 1311 with 2 decimals. */
export interface Decimal {
  readonly scaled: bigint
  readonly decimals: number
}

export type RoundingMode = 'up' | 'down' | 'halfUp'

/** Reads a non-negative decimal such as `13.11` or `265`; null for anything else, signs, exponents and blanks included. */
export function parseDecimal(text: string): Decimal | null {
  const match = /^(\d{1,15})(?:\.(\d{1,15}))?$/.exec(text)
  if (match === null) return null
  const fraction = match[2] ?? ''
  return { scaled: BigInt(`${match[1] ?? ''}${fraction}`), decimals: fraction.length }
}

/** Reads a decimal known to be well formed, as those of a checked pack are; anything else is a bug and throws. */
export function decimal(text: string): Decimal {
  const value = parseDecimal(text)
  if (value === null) throw new Error(`not a decimal: ${text}`)
  return value
}

/** Brings a decimal to exactly this many decimals: `up` away from zero, `down` cut off, `halfUp` as schools teach it. */
export function roundDecimal(value: Decimal, decimals: number, mode: RoundingMode): Decimal {
  if (value.decimals <= decimals) return rescale(value, decimals)
  const unit = tenTo(value.decimals - decimals)
  const whole = value.scaled / unit
  const rest = value.scaled % unit
  return { scaled: whole + (roundsUp(rest, unit, mode) ? 1n : 0n), decimals }
}

function roundsUp(rest: bigint, unit: bigint, mode: RoundingMode): boolean {
  switch (mode) {
    case 'up':
      return rest > 0n
    case 'down':
      return false
    case 'halfUp':
      return rest * 2n >= unit
    default:
      return mode satisfies never
  }
}

function rescale(value: Decimal, decimals: number): Decimal {
  return decimals === value.decimals ? value : { scaled: value.scaled * tenTo(decimals - value.decimals), decimals }
}

/** -1, 0 or 1 as `a` is less than, equal to or greater than `b`; 13.1 equals 13.10. */
export function compareDecimals(a: Decimal, b: Decimal): -1 | 0 | 1 {
  const decimals = Math.max(a.decimals, b.decimals)
  const [left, right] = [rescale(a, decimals).scaled, rescale(b, decimals).scaled]
  return left < right ? -1 : left > right ? 1 : 0
}

/** The exact sum, with the greater number of decimals of the two. */
export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const decimals = Math.max(a.decimals, b.decimals)
  return { scaled: rescale(a, decimals).scaled + rescale(b, decimals).scaled, decimals }
}

/** The exact product, with the decimals of both. */
export function timesDecimals(a: Decimal, b: Decimal): Decimal {
  return { scaled: a.scaled * b.scaled, decimals: a.decimals + b.decimals }
}

const powers = Array.from({ length: 40 }, (_, exponent) => 10n ** BigInt(exponent))

function tenTo(exponent: number): bigint {
  return powers[exponent] ?? 10n ** BigInt(exponent)
}

/** Writes a decimal with all its decimals: 132 with 1 decimal is `13.2`, 13 with 1 decimal kept is `1.3`. */
export function decimalText(value: Decimal): string {
  if (value.decimals === 0) return value.scaled.toString()
  const digits = value.scaled.toString().padStart(value.decimals + 1, '0')
  return `${digits.slice(0, -value.decimals)}.${digits.slice(-value.decimals)}`
}
