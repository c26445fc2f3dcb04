/**
 * A name as notice boards show it: the first character, the last of three or more, the rest as ＊. What is masked cannot
 * be counted back beyond that: every name of more than three characters looks like one of four.
 */
export function maskedName(name: string): string {
  const characters = Array.from(name.trim())
  const [first = '', ...others] = characters
  if (others.length === 0) return first === '' ? '' : `${first}＊`
  return others.length === 1 ? `${first}＊` : `${first}${'＊'.repeat(Math.min(2, others.length - 1))}${others.at(-1) ?? ''}`
}
