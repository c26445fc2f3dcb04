import { useTranslation } from 'react-i18next'
import type { Bilingual } from '../../shared/api/answer.ts'
import { inTongue } from '../i18n/start.ts'
import styles from './holes.module.css'

/** What a rule pack lacks or gets wrong, with the path of what is wrong; at most 200 lines, the rest counted. */
export function Holes({ holes, wrong = false }: { holes: readonly { path: string; message: Bilingual }[]; wrong?: boolean }) {
  const { t } = useTranslation()
  if (holes.length === 0) return null
  // what has still to be filled in is counted, and listed for whoever asks; what is wrong is listed at once
  return (
    <div className={styles['holes']} data-wrong={wrong} role="alert">
      <details open={wrong}>
        <summary>{wrong ? `✕ ${t('setup.pack_wrong', { n: holes.length })}` : `▲ ${t('setup.pack_holes', { n: holes.length })}`}</summary>
        <ul>
          {holes.slice(0, 200).map((hole) => (
            <li key={`${hole.path} ${hole.message.zh}`}>
              {inTongue(hole.message)} {wrong && <code>{hole.path}</code>}
            </li>
          ))}
        </ul>
        {holes.length > 200 && <span>{t('setup.more', { n: holes.length - 200 })}</span>}
      </details>
    </div>
  )
}
