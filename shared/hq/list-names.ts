import type { HqListKind } from './facts.ts'

/** Lists that HQ adopts and publishes, in the order of a recruitment; plain text, so that pages carry no schemas. */
export const HqListNames = ['qualification', 'interview', 'ranking', 'medical'] as const satisfies readonly HqListKind[]
