import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { PracticeAccount } from '../../shared/api/venue.ts'
import { Front } from '../frame/front.tsx'
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
  const back = () => setStep({ kind: 'ways' })

  return (
    <Front title={t('setup.product')} about={t('setup.first')}>
      <main className={styles['main']}>{content(step)}</main>
    </Front>
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
