/** At least six digits; longer ones up to twelve are welcome. */
export const pinLength = { least: 6, most: 12 } as const

export type PinWeakness = 'too_short' | 'too_long' | 'not_digits' | 'repeats' | 'run' | 'few_digits' | 'date'

/**
 * Why a PIN would be guessed among the first: too short, one group repeated (121212), a run up or down (123456,
 * 246802), fewer than three different digits, or a date (19900101, 900101 as in a resident id). Null when it will do.
 */
export function pinWeakness(pin: string): PinWeakness | null {
  if (!/^\d*$/.test(pin)) return 'not_digits'
  if (pin.length < pinLength.least) return 'too_short'
  if (pin.length > pinLength.most) return 'too_long'
  if (/^(\d{1,4})\1+$/.test(pin) || /^(\d)\1(\d)\2(\d)\3/.test(pin)) return 'repeats'
  const digits = [...pin].map(Number)
  const steps = digits.slice(1).map((digit, at) => (digit - digits[at]! + 10) % 10)
  if (steps.every((step) => step === steps[0])) return 'run'
  // 123789 and 654321 are two runs of three: as easy to guess as one of six
  if (
    pin.length === 6 &&
    [steps.slice(0, 2), steps.slice(3)].every(
      (half) => half.every((step) => step === 1) || half.every((step) => step === 9),
    )
  )
    return 'run'
  if (new Set(digits).size < 3) return 'few_digits'
  if (pin.length === 8 && isDate(pin.slice(0, 4), pin.slice(4, 6), pin.slice(6))) return 'date'
  // of six digits only the birthdays of people who work today: 1950 to 2009
  const short = Number(pin.slice(0, 2))
  if (pin.length === 6 && (short >= 50 || short <= 9) && isDate('2000', pin.slice(2, 4), pin.slice(4))) return 'date'
  return null
}

function isDate(year: string, month: string, day: string): boolean {
  const y = Number(year)
  const m = Number(month)
  const d = Number(day)
  return y >= 1900 && y <= 2099 && m >= 1 && m <= 12 && d >= 1 && d <= 31
}
