import { useTranslation } from 'react-i18next'
import { Choice, TextField } from '../../parts/field.tsx'
import styles from './audit.module.css'
import { useFactWords } from './fact-words.ts'

/** What the list is narrowed by; days as yyyy-mm-dd, empty: not narrowed. */
export interface AuditFilter {
  by: string
  type: string
  from: string
  until: string
}
export const noFilter: AuditFilter = { by: '', type: '', from: '', until: '' }

/** The filter as the contract takes it; days are China's. */
export function toAsk({ by, type, from, until }: AuditFilter): {
  by?: string
  type?: string
  from?: number
  until?: number
} {
  return {
    ...(by === '' ? {} : { by }),
    ...(type === '' ? {} : { type }),
    ...(from === '' ? {} : { from: Date.parse(`${from}T00:00:00+08:00`) }),
    ...(until === '' ? {} : { until: Date.parse(`${until}T23:59:59.999+08:00`) }),
  }
}

export function Filters({
  value,
  onChange,
  types,
  people,
}: {
  value: AuditFilter
  onChange: (filter: AuditFilter) => void
  types: readonly string[]
  people: readonly { account: string; name: string }[]
}) {
  const { t } = useTranslation()
  const words = useFactWords()
  return (
    <div className={styles['filters']}>
      <Choice
        label={t('audit.by')}
        value={value.by}
        onChange={(event) => onChange({ ...value, by: event.currentTarget.value })}
        options={[
          ['', t('audit.anybody')],
          ['system', t('audit.system')],
          ...people.map(({ account, name }) => [account, `${name}（${account}）`] as const),
        ]}
      />
      <Choice
        label={t('audit.type')}
        value={value.type}
        onChange={(event) => onChange({ ...value, type: event.currentTarget.value })}
        options={[['', t('audit.anything')], ...types.map((type) => [type, words.type(type)] as const)]}
      />
      <TextField
        label={t('audit.from')}
        type="date"
        value={value.from}
        onChange={(event) => onChange({ ...value, from: event.currentTarget.value })}
      />
      <TextField
        label={t('audit.until')}
        type="date"
        value={value.until}
        onChange={(event) => onChange({ ...value, until: event.currentTarget.value })}
      />
    </div>
  )
}
