import { IconSettings } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { day, time, useNow } from '../../clock.ts'
import styles from '../../frame/bar.module.css'
import { LookMenu } from '../../frame/look-menu.tsx'
import { useLive } from '../../heard.ts'
import { chooseRecruitment, useRecruitment, useRecruitments } from '../recruitment.ts'
import { signOut, useWho } from './who.ts'

/** From this difference on the two clocks are shown apart. */
const SKEW_SHOWN_MS = 2000

/** The bar that is always there: HQ · recruitment · person · clock · connection · look. */
export function Bar() {
  const { t } = useTranslation()
  const me = useWho((who) => who.me)
  const known = useRecruitments((state) => state.list)
  const list = known ?? []
  const recruitment = useRecruitment()
  const now = useNow()
  const { offset, link } = useLive()
  const [open, setOpen] = useState(false)
  const skewed = Math.abs(offset) >= SKEW_SHOWN_MS

  return (
    <header className={styles['bar']}>
      <strong className={styles['venue']}>{t('frame.hq')}</strong>
      <label className={styles['session']}>
        <span className="seen-by-readers-only">{t('frame.recruitment')}</span>
        <select
          value={recruitment?.recruitment ?? ''}
          disabled={list.length === 0}
          onChange={(event) => chooseRecruitment(event.currentTarget.value)}
        >
          {recruitment === undefined && <option value="">{known === null ? '…' : t('frame.no_recruitment')}</option>}
          {list.map((each) => (
            <option key={each.recruitment} value={each.recruitment}>
              {each.title}
            </option>
          ))}
        </select>
      </label>
      <span className={styles['spring']} />
      <span className={styles['person']}>
        {me?.name}
        <small>{me?.roles.map((role) => t(`frame.roles.${role}`)).join('、')}</small>
      </span>
      <time className={styles['clock']} dateTime={new Date(now).toISOString()}>
        <small>{day(now)}</small>
        {time(now)}
        {skewed && <em>{t('frame.skew', { seconds: Math.round(offset / 1000) })}</em>}
      </time>
      <span className={styles['saved']} data-link={link}>
        {link === 'live'
          ? `✓ ${t('frame.linked')}`
          : link === 'waiting'
            ? `○ ${t('frame.waiting')}`
            : `▲ ${t('frame.not_heard')}`}
      </span>
      <button
        type="button"
        className={styles['tool']}
        aria-label={t('frame.look')}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <IconSettings size={20} aria-hidden="true" />
      </button>
      {open && <LookMenu close={() => setOpen(false)} signOut={signOut} />}
    </header>
  )
}
