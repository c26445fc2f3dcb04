import type { Icon } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import styles from './rail.module.css'

/** The person's few rooms, by noun; Alt+1 … Alt+9 goes there. */
export function Rail({ rooms, at }: { rooms: readonly { noun: string; icon: Icon }[]; at: string }) {
  const { t } = useTranslation()
  return (
    <nav className={styles['rail']} aria-label={t('frame.rail')}>
      {rooms.map(({ noun, icon: Sign }, index) => (
        <a
          key={noun}
          href={`#/${noun}`}
          aria-current={noun === at ? 'page' : undefined}
          accessKey={index < 9 ? String(index + 1) : undefined}
        >
          <Sign size={24} stroke={1.5} aria-hidden="true" />
          <span>{t(`frame.rooms.${noun}`)}</span>
        </a>
      ))}
    </nav>
  )
}
