import { useTranslation } from 'react-i18next'
import type { AuditRow } from '../../../shared/hq/api/audit.ts'

interface FactWords {
  type: (type: string) => string
  person: (account: string, name: string) => string
  /** The body as one line: values that say something, long hashes left out. */
  line: (row: AuditRow) => string
  /** Every field of the body with its value, in the order recorded. */
  fields: (row: AuditRow) => readonly (readonly [field: string, value: string])[]
}

/** Facts of HQ's ledger in words of the screen. */
export function useFactWords(): FactWords {
  const { t } = useTranslation()
  const valueText = (value: unknown): string => {
    if (value === null) return '—'
    if (typeof value === 'string') return value
    if (typeof value === 'boolean') return t(value ? 'audit.yes' : 'audit.no')
    if (Array.isArray(value))
      return value.length > 6 ? t('audit.many', { count: value.length }) : value.map(valueText).join('、')
    if (typeof value === 'object')
      return Object.entries(value)
        .map(([key, each]) => `${key} ${valueText(each)}`)
        .join('，')
    return JSON.stringify(value)
  }
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
            !(typeof value === 'string' && /^[0-9a-f]{32,}$/.test(value)),
        )
        .map(([, value]) => valueText(value))
        .join(' · '),
    fields: (row) => body(row).map(([field, value]) => [field, valueText(value)] as const),
  }
}
