import type { Role } from '../facts.ts'
import type { SheetKind } from '../api/paper.ts'

/** Those who may hold a name beside a result; judges, examiners and the waiting room know lots only (规则 §5, §7, §8). */
const overseeing = ['chief', 'supervisor', 'auditor'] as const

/** Kind of sheet × role. A kind with names on it never lists judge, psych, waiting or interview; a test holds this. */
export const sheetRights: Readonly<Record<SheetKind, readonly Role[]>> = {
  attendance: ['chief', 'checkin', 'supervisor', 'auditor'],
  absent: ['chief', 'checkin', 'supervisor', 'auditor'],
  strips: ['chief', 'lots'],
  draw: ['chief', 'lots', 'supervisor', 'auditor'],
  roomDraw: ['chief', 'lots', 'supervisor', 'auditor'],
  judge: ['chief', 'judge', 'supervisor', 'auditor'],
  heat: ['chief', 'judge', 'supervisor', 'auditor'],
  psychNotice: ['chief', 'psych'],
  fitnessSlip: ['chief', 'judge', 'supervisor'],
  waiting: ['chief', 'waiting', 'supervisor', 'auditor'],
  examiner: ['chief', 'interview', 'supervisor'],
  roomSummary: ['chief', 'interview', 'supervisor', 'auditor'],
  scoreSlip: ['chief', 'interview'],
  ranking: overseeing,
  closing: overseeing,
  evidence: overseeing,
  list: overseeing,
  // its check-in list has names; the lists by lot are `anonymousFallback`
  fallback: ['chief', 'checkin', 'supervisor', 'auditor'],
}

/** Kinds on which a candidate's name stands. */
export const namedKinds: ReadonlySet<SheetKind> = new Set(['attendance', 'absent', 'ranking', 'closing', 'evidence', 'fallback', 'list'])

/** Fallback lists that show lots only, by the part of their key before the first dot, and who else may have them. */
const lotLists: Readonly<Record<string, readonly Role[]>> = { psych: ['psych'], item: ['judge'], interview: ['interview', 'waiting'] }

/** Whether one of the roles may print this sheet. */
export function mayPrint(roles: readonly Role[], kind: SheetKind, key: string): boolean {
  const list = key.split('.')[0] ?? ''
  const more = kind === 'fallback' && Object.hasOwn(lotLists, list) ? lotLists[list] ?? [] : []
  return roles.some((role) => sheetRights[kind].includes(role) || more.includes(role))
}
