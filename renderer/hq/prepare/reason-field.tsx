import { useTranslation } from 'react-i18next'
import { TextField } from '../../parts/field.tsx'

/** Why a pack changes after exam packages went out; not asked before. */
export function ReasonField({
  needed,
  value,
  onChange,
}: {
  needed: boolean
  value: string
  onChange: (text: string) => void
}) {
  const { t } = useTranslation()
  if (!needed) return null
  return (
    <TextField
      label={t('recruitments.reason')}
      note={t('recruitments.reason_note')}
      value={value}
      maxLength={500}
      required
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
