/** What an id in a fact of HQ's ledger is the id of, where people know it by another name. */
type AuditIdKind = 'venue' | 'session'

/** By the field it stands in; a half day moved between is `from` and `to`. */
const kinds: Readonly<Record<string, AuditIdKind>> = { venue: 'venue', venues: 'venue', session: 'session', sessions: 'session', from: 'session', to: 'session' }

/** What a text in this field is the id of, if people know it by another name. */
export function auditIdKind(field: string): AuditIdKind | undefined {
  return Object.hasOwn(kinds, field) ? kinds[field] : undefined
}

/** Every id of a venue or half day in the body of a fact; `due` counts people by half day. */
export function eachAuditId(body: unknown, seen: (kind: AuditIdKind, id: string) => void, field = ''): void {
  if (typeof body === 'string') {
    const kind = auditIdKind(field)
    if (kind !== undefined) seen(kind, body)
  } else if (Array.isArray(body)) for (const each of body) eachAuditId(each, seen, field)
  else if (typeof body === 'object' && body !== null) {
    for (const [key, value] of Object.entries(body)) {
      if (field === 'due') seen('session', key)
      else eachAuditId(value, seen, key)
    }
  }
}
