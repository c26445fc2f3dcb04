import { IconSettings } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './front.module.css'
import { LookMenu } from './look-menu.tsx'

/** The page before anybody is signed in: whose program this is, language and look at the right, and below it what comes first. */
export function Front({
  title,
  about,
  mode,
  children,
}: {
  title: string
  about?: ReactNode
  /** A rehearsal's page leaves room for its striped edges. */
  mode?: string
  children: ReactNode
}) {
  const { t } = useTranslation()
  const [menu, setMenu] = useState(false)
  return (
    <div className={styles['page']} data-mode={mode}>
      <header className={styles['head']}>
        <div>
          <h1>{title}</h1>
          {about !== undefined && <p>{about}</p>}
        </div>
        <div className={styles['menu']}>
          <button type="button" aria-label={t('frame.look')} aria-expanded={menu} onClick={() => setMenu(!menu)}>
            <IconSettings size={20} aria-hidden="true" />
          </button>
          {menu && <LookMenu close={() => setMenu(false)} />}
        </div>
      </header>
      {children}
    </div>
  )
}
