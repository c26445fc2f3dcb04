import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TextField } from '../../parts/field.tsx'

/** From more venues than this on one is looked for by typing. */
export const fewVenues = 12

/** Venues whose name holds what is typed; the field is shown where there are many. */
export function useVenueFinder<V extends { name: string }>(venues: readonly V[]) {
  const { t } = useTranslation()
  const [find, setFind] = useState('')
  const text = find.trim().normalize('NFKC').toLowerCase()
  const found = text === '' ? venues : venues.filter(({ name }) => name.normalize('NFKC').toLowerCase().includes(text))
  const field = venues.length > fewVenues && (
    <TextField
      type="search"
      label={t('division.find_venue')}
      note={text === '' ? undefined : t('division.found_venues', { n: found.length })}
      value={find}
      maxLength={60}
      onChange={(event) => setFind(event.currentTarget.value)}
    />
  )
  return { found, field, find }
}
