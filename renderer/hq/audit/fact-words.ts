import { useTranslation } from 'react-i18next'
import type { AuditRow } from '../../../shared/hq/api/audit.ts'
import { auditIdKind } from '../../../shared/hq/audit-ids.ts'

interface FactWords {
  type: (type: string) => string
  person: (account: string, name: string) => string
  /** The body as one line: values that say something, long hashes left out. */
  line: (row: AuditRow) => string
  /** Every field of the body with its value, in the order recorded. */
  fields: (row: AuditRow) => readonly (readonly [field: string, value: string])[]
}

/** Longer than anybody reads in a line. */
const isHash = (value: unknown): boolean => typeof value === 'string' && /^[0-9a-f]{32,}$/.test(value)

/** Facts of HQ's ledger in words of the screen. */
export function useFactWords(): FactWords {
  const { t } = useTranslation()
  /** A half day by its day, half and venue, a venue by its name; an id of what is gone since as it is. */
  const called = ({ names }: AuditRow, field: string, id: string): string => {
    const kind = auditIdKind(field)
    if (kind === 'venue') return (Object.hasOwn(names.venues, id) ? names.venues[id] : undefined) ?? id
    const half = kind === 'session' && Object.hasOwn(names.sessions, id) ? names.sessions[id] : undefined
    return half === undefined ? id : `${half.date} ${t(`division.half.${half.half}`)} ${half.venue}`
  }
  const valueText = (row: AuditRow, field: string, value: unknown, short = false): string => {
    if (value === null) return '—'
    if (typeof value === 'string') return called(row, field, value)
    if (typeof value === 'boolean') return t(value ? 'audit.yes' : 'audit.no')
    if (Array.isArray(value))
      return value.length > 6 ? t('audit.many', { count: value.length }) : value.map((each) => valueText(row, field, each, short)).join('、')
    if (typeof value === 'object')
      return Object.entries(value)
        .filter(([, each]) => !short || !isHash(each))
        .map(([key, each]) => `${inner(row, field, key)} ${valueText(row, key, each, short)}`)
        .join('，')
    return JSON.stringify(value)
  }
  /** `due` counts people by half day; other keys are fields of their own. */
  const inner = (row: AuditRow, field: string, key: string): string =>
    field === 'due' ? called(row, 'session', key) : t(`audit.fields.${key}`, { defaultValue: key })
  const body = (row: AuditRow) =>
    Object.entries(JSON.parse(row.body) as Record<string, unknown>).map(
      ([field, value]) =>
        [
          field,
          field === 'roles' && Array.isArray(value)
            ? value.map((role) => t(`frame.roles.${String(role)}`, { defaultValue: String(role) }))
            : value,
        ] as const,
    )
  return {
    type: (type) => t(`audit.types.${type.replace('.', '_')}`, { defaultValue: type }),
    person: (account, name) => (account === 'system' ? t('audit.system') : name),
    line: (row) =>
      body(row)
        .filter(
          ([, value]) =>
            typeof value !== 'boolean' &&
            value !== null &&
            value !== '' &&
            !isHash(value),
        )
        .map(([field, value]) => valueText(row, field, value, true))
        .join(' · '),
    fields: (row) => body(row).map(([field, value]) => [field, valueText(row, field, value)] as const),
  }
}
