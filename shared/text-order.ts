/** By code units: the same on every machine, whatever its language. */
export function byText(a: string, b: string): -1 | 0 | 1 {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Numbers given as text, as they count: 7 before 65, A9 before A10. */
export function byNumber(a: string, b: string): number {
  return a.length - b.length || byText(a, b)
}
