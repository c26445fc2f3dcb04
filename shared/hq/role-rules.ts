/**
 * Roles at HQ, three powers apart (等保 2.0, GB/T 22239-2019 8.1.4.2): whoever keeps the accounts does not decide, and
 * whoever audits does nothing else. `admin` 系统管理员 keeps accounts; `planner` 编排员 prepares and issues; `duty` 值守员
 * receives and watches; `decider` 裁定人 decides, publishes and erases; `auditor` 审计员 sees everything and changes nothing.
 */
export const hqRoleNames = ['admin', 'planner', 'duty', 'decider', 'auditor'] as const
export type HqRole = (typeof hqRoleNames)[number]

/** Roles that one account may not hold together, by pairs. */
const rolesApart: readonly (readonly [HqRole, HqRole])[] = [
  ['admin', 'decider'], ['admin', 'planner'], ['admin', 'duty'],
  ['auditor', 'admin'], ['auditor', 'planner'], ['auditor', 'duty'], ['auditor', 'decider'],
]

/** The first pair in these roles that must be apart, or null. */
export function togetherAgainstRule(roles: readonly HqRole[]): readonly [HqRole, HqRole] | null {
  return rolesApart.find(([a, b]) => roles.includes(a) && roles.includes(b)) ?? null
}

/** Accounts that need a second factor (TOTP) at every sign-in: those that can decide or hand out accounts. */
export function needsTotp(roles: readonly HqRole[]): boolean {
  return roles.includes('decider') || roles.includes('admin')
}

/** Whether an account can do more of what takes two to hand out, deciding and keeping accounts, than before; closed, it can do nothing. */
export function gainsPower(before: { roles: readonly HqRole[]; active: boolean }, after: { roles: readonly HqRole[]; active: boolean }): boolean {
  const held = before.active ? before.roles : []
  return after.active && after.roles.some((role) => needsTotp([role]) && !held.includes(role))
}
