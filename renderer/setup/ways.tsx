import { IconCloudDownload, IconFileSpreadsheet, IconPackage, IconSchool } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Leaf } from './step-screen.tsx'
import styles from './ways.module.css'

/** The ways to begin. */
export type Way = 'rehearsal' | 'package' | 'sheet' | 'hq'

const ways = [
  ['rehearsal', IconSchool],
  ['package', IconPackage],
  ['sheet', IconFileSpreadsheet],
  ['hq', IconCloudDownload],
] as const

/** Large choices, each with what it is for. */
export function Ways({ onChoose }: { onChoose: (way: Way) => void }) {
  const { t } = useTranslation()
  return (
    <Leaf title={t('setup.ways_title')} text={t('setup.ways_text')}>
      <div className={styles['ways']}>
        {ways.map(([way, Sign], index) => (
          <button key={way} type="button" data-way={way} autoFocus={index === 0} onClick={() => onChoose(way)}>
            <Sign size={40} stroke={1.5} aria-hidden="true" />
            <span>
              <strong>{t(`setup.way.${way}.title`)}</strong>
              <span>{t(`setup.way.${way}.text`)}</span>
            </span>
          </button>
        ))}
      </div>
    </Leaf>
  )
}
