import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PsychNotice, PsychView } from '../../shared/api/psych.ts'
import { dayAndMinute, stationNow } from '../clock.ts'
import { station } from '../contract.ts'
import { inTongue } from '../i18n/start.ts'
import { Button } from '../parts/button.tsx'
import { Paper } from '../parts/paper.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { useCommand } from '../parts/use-command.ts'
import styles from './notice.module.css'

/** What the printed notice says; each printing is a fact with its number. */
type Sheet = ReturnType<(typeof PsychNotice)['parse']>

/** The written notice of a failed psych result (规则 §6): shown as it will be printed, one touch to paper. */
export function Notice({ view }: { view: PsychView }) {
  const { t } = useTranslation()
  const [sheet, setSheet] = useState<{ notice: Sheet; at: string } | null>(null)
  const button = useRef<HTMLButtonElement>(null)
  const form = useCommand<{ session: string; lot: string }, Awaited<ReturnType<typeof station.psych.notice>>>((input) => station.psych.notice(input))
  const first = view.notices === 0
  useEffect(() => {
    if (first) button.current?.focus()
  }, [first])
  const print = () => {
    void form.send({ session: view.session, lot: view.lot }).then((answer) => {
      if (answer !== undefined) setSheet({ notice: answer.notice, at: dayAndMinute(stationNow()) })
    })
  }
  return (
    <div className={styles['notice']}>
      <p>{first ? t('psych.notice_means') : t('psych.notice_printed', { n: view.notices })}</p>
      <Button ref={button} kind={first ? 'primary' : 'plain'} {...(first ? { hint: 'Enter' } : {})} busy={form.busy} onClick={print}>
        {t(first ? 'psych.print' : 'psych.print_again', { lot: view.lot })}
      </Button>
      <Outcome of={form.state} again={print} />
      {sheet !== null && (
        <Paper onDone={() => setSheet(null)}>
          <section className={styles['paper']} aria-label={t('psych.notice')}>
            <NoticeText notice={sheet.notice} at={sheet.at} />
          </section>
        </Paper>
      )}
    </div>
  )
}

function NoticeText({ notice, at }: { notice: Sheet; at: string }) {
  const { t } = useTranslation()
  return (
    <>
      <h1>{t('psych.paper.title')}</h1>
      <p className={styles['line']}>
        {notice.venue} · {inTongue(notice.session)}
      </p>
      <dl>
        <dt>{t('fitness.lot')}</dt>
        <dd className={styles['paper-lot']}>{notice.lot}</dd>
        <dt>{t('psych.paper.date')}</dt>
        <dd>{notice.date}</dd>
        <dt>{t('fitness.why.result')}</dt>
        <dd className={styles['paper-result']}>{t(`psych.result.${notice.result}`)}</dd>
        <dt>{t('psych.paper.clause')}</dt>
        <dd>{inTongue(notice.clause)}</dd>
      </dl>
      <p>{t('psych.paper.body')}</p>
      <div className={styles['signs']}>
        <span>{t('psych.paper.clerk')}</span>
        <span>{t('psych.paper.candidate')}</span>
      </div>
      <footer>
        <span>{notice.copy > 1 ? t('psych.paper.copy_again', { n: notice.copy }) : t('psych.paper.copy', { n: notice.copy })}</span>
        <span>{t('psych.paper.printed', { at })}</span>
        <span>{t('psych.paper.head', { head: notice.head })}</span>
      </footer>
    </>
  )
}
