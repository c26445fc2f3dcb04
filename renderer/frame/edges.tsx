import { useTranslation } from 'react-i18next'
import styles from './edges.module.css'

/** The mode on all four edges: a striped amber band in a rehearsal, a grey line when the session is closed. */
export function Edges({ mode, closed }: { mode: 'live' | 'rehearsal'; closed: boolean }) {
  const { t } = useTranslation()
  if (mode === 'live' && !closed) return null
  return (
    <div className={styles['edges']} data-mode={mode} aria-hidden="true">
      <i data-side="top" />
      <i data-side="bottom" />
      <i data-side="left" />
      <i data-side="right" />
      {mode === 'rehearsal' && <b>{t('frame.rehearsal')}</b>}
    </div>
  )
}
