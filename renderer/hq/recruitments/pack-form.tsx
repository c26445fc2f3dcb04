import { useTranslation } from 'react-i18next'
import type { Bilingual } from '../../../shared/api/answer.ts'
import { inTongue } from '../../i18n/start.ts'
import { Empty } from '../../parts/empty.tsx'
import { Sheet } from '../../parts/screen.tsx'
import styles from './pack-table.module.css'
import { packSections, type PackField, type PackSection } from './pack-fields.ts'
import { looseOf, valueAt, withValue } from './pack-places.ts'
import { TieOrder } from './tie-order.tsx'

type Errors = readonly { path: string; message: Bilingual }[]

/** The fields in which recruitments differ most; what is wrong with one stands under it. */
export function PackForm({
  json,
  errors,
  onChange,
}: {
  json: string
  errors: Errors
  onChange: (json: string) => void
}) {
  const { t } = useTranslation()
  const sections = packSections(json)
  if (sections.length === 0) return <Empty title={t('recruitments.no_form')} next={t('recruitments.no_form_next')} />
  return (
    <>
      {sections.map((section) => (
        <Section key={section.id} section={section} json={json} errors={errors} onChange={onChange} />
      ))}
    </>
  )
}

function Section({
  section,
  json,
  errors,
  onChange,
}: {
  section: PackSection
  json: string
  errors: Errors
  onChange: (json: string) => void
}) {
  const { t } = useTranslation()
  const columnTitle = ({ id, title }: PackSection['columns'][number]) =>
    title === null ? t(`setup.category.${id}`) : inTongue(title)
  const headed = section.columns.length > 1 || section.columns[0]?.id !== 'value'
  return (
    <Sheet title={t(`recruitments.section.${section.id}`)}>
      <div className={styles['table-box']}>
        <table className={styles['table']}>
          {headed && (
            <thead>
              <tr>
                <th aria-label={t('recruitments.field_name')} />
                {section.columns.map((column) => (
                  <th key={column.id} scope="col">
                    {columnTitle(column)}
                  </th>
                ))}
              </tr>
            </thead>
          )}
          <tbody>
            {section.rows.map((row) => {
              const label = t(`recruitments.field.${row.id}`, { n: row.more ?? '' })
              return (
                <tr key={`${row.id} ${row.more ?? ''}`}>
                  <th scope="row">{label}</th>
                  {row.cells.map((field, at) => {
                    const column = section.columns[at]
                    const wrong =
                      field === null
                        ? undefined
                        : errors.find(({ path }) => path === field.place || path.startsWith(`${field.place}.`))
                    return (
                      <td key={column?.id ?? at} data-wrong={wrong !== undefined}>
                        {field !== null && (
                          <FieldInput
                            field={field}
                            json={json}
                            label={headed && column !== undefined ? `${label} ${columnTitle(column)}` : label}
                            onChange={onChange}
                          />
                        )}
                        {wrong !== undefined && <em role="alert">{inTongue(wrong.message)}</em>}
                      </td>
                    )
                  })}
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </Sheet>
  )
}

function FieldInput({
  field,
  json,
  label,
  onChange,
}: {
  field: PackField
  json: string
  label: string
  onChange: (json: string) => void
}) {
  const { t } = useTranslation()
  const value = valueAt(looseOf(json), field.place)
  const put = (next: Parameters<typeof withValue>[2]) => onChange(withValue(json, field.place, next))
  switch (field.kind) {
    case 'choice':
      return (
        <select aria-label={label} value={shown(value)} onChange={(event) => put(event.currentTarget.value)}>
          {field.options.map((option) => (
            <option key={option} value={option}>
              {t(`recruitments.word.${field.words}.${option}`)}
            </option>
          ))}
        </select>
      )
    case 'form':
      return (
        <select
          aria-label={label}
          value={shown(valueAt(looseOf(json), `${field.place}.${field.tag}`))}
          onChange={(event) => put({ ...field.options[event.currentTarget.value] })}
        >
          {Object.keys(field.options).map((option) => (
            <option key={option} value={option}>
              {t(`recruitments.word.${field.words}.${option}`)}
            </option>
          ))}
        </select>
      )
    case 'order':
      return (
        <TieOrder
          label={label}
          chosen={Array.isArray(value) ? value.map(shown) : []}
          options={field.options}
          onChange={put}
        />
      )
    case 'date':
      // only a fixed reference date has one
      return value === undefined ? (
        <span>—</span>
      ) : (
        <input
          type="date"
          aria-label={label}
          value={shown(value)}
          onChange={(event) => put(event.currentTarget.value)}
        />
      )
    case 'decimal':
    case 'whole':
      return (
        <input
          inputMode={field.kind === 'whole' ? 'numeric' : 'decimal'}
          aria-label={label}
          value={shown(value)}
          placeholder={field.nullable ? t('recruitments.none_value') : ''}
          maxLength={20}
          onChange={(event) => put(typed(field, event.currentTarget.value.normalize('NFKC').trim()))}
        />
      )
    default:
      return field satisfies never
  }
}

/** What a typed number becomes: nothing where nothing is allowed, a whole number where one is asked for, else the text as it is. */
function typed(
  field: Extract<PackField, { kind: 'decimal' | 'whole' | 'date' }>,
  text: string,
): string | number | null {
  if (text === '' && field.nullable) return null
  return field.kind === 'whole' && /^\d{1,9}$/.test(text) ? Number(text) : text
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}
