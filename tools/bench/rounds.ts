import { loadavg } from 'node:os'

/** What a bench has to say: per-round ratios, the line they are held to, and whether the work was equal. */
export interface BenchResult {
  name: string
  ratios: number[]
  target: { atLeast: number } | { atMost: number } | null
  /** The variants did the same work (row counts, digests); otherwise the ratio means nothing. */
  equal: boolean
  note: string
}

/** Runs the variants in turn, round after round, each starting another time; a variant answers its own figure. */
export function rounds<K extends string>(count: number, variants: Record<K, () => number>): Record<K, number>[] {
  const names = Object.keys(variants) as K[]
  return Array.from({ length: count }, (_, turn) => {
    const order = turn % 2 === 0 ? names : [...names].reverse()
    const figures = order.map((name) => [name, variants[name]()] as const)
    return Object.fromEntries(figures) as Record<K, number>
  })
}

/** Milliseconds a piece of work takes. */
export function timed(work: () => void): number {
  const from = performance.now()
  work()
  return performance.now() - from
}

export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** Other work on this machine while the bench runs makes even ratios move: more than this and there is no verdict. */
export function noisy(): boolean {
  return loadavg()[0]! > 1.6
}

/** One line: name, median ratio, range, target, verdict. */
export function line(result: BenchResult): string {
  const middle = median(result.ratios)
  const digits = middle >= 100 ? 0 : 2
  const range = `${Math.min(...result.ratios).toFixed(digits)}–${Math.max(...result.ratios).toFixed(digits)}`
  const { target } = result
  const wanted = target === null ? '—' : 'atLeast' in target ? `≥ ${String(target.atLeast)}` : `≤ ${String(target.atMost)}`
  const met = target === null ? null : 'atLeast' in target ? middle >= target.atLeast : middle <= target.atMost
  const verdict = !result.equal ? 'UNEQUAL WORK 工作不等' : met === null ? '' : noisy() ? 'no verdict: busy machine 机器忙，不作结论' : met ? 'met 达到' : 'MISSED 未达到'
  return `${result.name}\n  ratio ${middle.toFixed(digits)}  range ${range}  target ${wanted}  ${verdict}\n  ${result.note}`
}
