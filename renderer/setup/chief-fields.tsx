import { useTranslation } from 'react-i18next'
import { TextField } from '../parts/field.tsx'
import { Pin } from '../parts/pin.tsx'
import styles from './chief-fields.module.css'

/** The first account of a live venue. */
export interface ChiefInput {
  name: string
  pin: string
  again: string
}

/** Nothing typed yet. */
export const noChief: ChiefInput = { name: '', pin: '', again: '' }

/** The chief ready to be sent, or undefined while something is missing; whether the PIN is too weak, the station says. */
export function chiefReady({ name, pin, again }: ChiefInput): { name: string; pin: string } | undefined {
  return name.trim() !== '' && pin.length >= 6 && pin === again ? { name: name.trim(), pin } : undefined
}

/** Name and PIN of the chief, the PIN twice. */
export function ChiefFields({ value, onChange }: { value: ChiefInput; onChange: (chief: ChiefInput) => void }) {
  const { t } = useTranslation()
  const differs = value.again !== '' && value.again !== value.pin ? t('setup.pin_differs') : undefined
  const short = value.pin !== '' && value.pin.length < 6 ? t('setup.pin_short') : undefined
  return (
    <div className={styles['three']}>
      <TextField label={t('setup.chief_name')} value={value.name} maxLength={60} onChange={(event) => onChange({ ...value, name: event.currentTarget.value })} />
      <Pin label={t('setup.chief_pin')} value={value.pin} wrong={short} onChange={(pin) => onChange({ ...value, pin })} />
      <Pin label={t('setup.chief_pin_again')} value={value.again} wrong={differs} onChange={(again) => onChange({ ...value, again })} />
    </div>
  )
}
