import { IconSettings } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { PracticeAccount } from '../../shared/api/venue.ts'
import { LookMenu } from '../frame/look-menu.tsx'
import { meet } from '../frame/who.ts'
import { Accounts } from './accounts.tsx'
import { ExamPackage } from './exam-package.tsx'
import { FromHq } from './from-hq.tsx'
import { Rehearsal } from './rehearsal.tsx'
import styles from './set-up.module.css'
import { SheetVenue } from './sheet-venue.tsx'
import { Ways, type Way } from './ways.tsx'

/** Where the first start stands; a venue that opened goes on to the sign-in. */
type Step = { kind: 'ways' } | { kind: Way } | { kind: 'accounts'; accounts: readonly z.infer<typeof PracticeAccount>[] }

/** First start: a rehearsal, an exam package, a venue made from a sheet, or a lost station back from HQ. */
export function SetUp() {
  const { t } = useTranslation()
  const [step, setStep] = useState<Step>({ kind: 'ways' })
  const [menu, setMenu] = useState(false)
  const back = () => setStep({ kind: 'ways' })

  return (
    <div className={styles['page']}>
      <header className={styles['head']}>
        <strong>{t('setup.product')}</strong>
        <span>{t('setup.first')}</span>
        <div className={styles['menu']}>
          <button type="button" aria-label={t('frame.look')} aria-expanded={menu} onClick={() => setMenu(!menu)}>
            <IconSettings size={20} aria-hidden="true" />
          </button>
          {menu && <LookMenu close={() => setMenu(false)} />}
        </div>
      </header>
      <main className={styles['main']}>{content(step)}</main>
    </div>
  )

  function content(at: Step) {
    switch (at.kind) {
      case 'ways':
        return <Ways onChoose={(way) => setStep({ kind: way })} />
      case 'rehearsal':
        return <Rehearsal onBack={back} onOpened={(accounts) => setStep({ kind: 'accounts', accounts })} />
      case 'accounts':
        return <Accounts accounts={at.accounts} onDone={() => void meet()} />
      case 'package':
        return <ExamPackage onBack={back} onOpened={() => void meet()} />
      case 'sheet':
        return <SheetVenue onBack={back} onOpened={() => void meet()} />
      case 'hq':
        return <FromHq onBack={back} onOpened={() => void meet()} />
      default:
        return at satisfies never
    }
  }
}
