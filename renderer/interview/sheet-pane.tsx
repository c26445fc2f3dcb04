import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Sheet, SheetRules } from '../../shared/api/interview.ts'
import { minute } from '../clock.ts'
import { may } from '../frame/rooms.ts'
import { useWho } from '../frame/who.ts'
import { Button } from '../parts/button.tsx'
import { VerdictMark } from '../parts/verdict.tsx'
import { EntryInPlace, OwnEntry } from './entry-form.tsx'
import { MarksTable } from './marks-table.tsx'
import { Mismatch } from './mismatch.tsx'
import { OnceChecked } from './once-checked.tsx'
import { PrintSlip } from './print-slip.tsx'
import styles from './pane.module.css'
import { paneOf } from './room-steps.ts'
import { Rulings } from './ruling.tsx'
import { Signatures } from './signatures.tsx'
import { Slip } from './slip.tsx'
import { WhyScore } from './why-score.tsx'

/** What is being done to the sheets besides the next step. */
type Doing = 'next' | 'in_place' | 'again' | 'correct' | 'keep'

/** One candidate's sheets from the empty grid to the slip: where they stand chooses what is shown. */
export function SheetPane({ sheet, session, rules, inside, primary, onReady, onDone }: {
  sheet: Sheet
  session: string
  rules: SheetRules
  /** Whether this candidate is in the room now. */
  inside: boolean
  /** Whether the one primary action of the screen is here. */
  primary: boolean
  onReady: (ready: boolean) => void
  /** Something was recorded; `flash` says what, when the sheet is finished with. */
  onDone: (flash?: string) => void
}) {
  const { t } = useTranslation()
  const roles = useWho((who) => who.me?.roles ?? [])
  const mayMark = may(roles, 'interview.mark')
  const pane = paneOf(sheet, rules, mayMark)
  const [why, setWhy] = useState(false)
  const done = () => onDone()
  return (
    <section className={styles['pane']} data-pane={pane} aria-label={t('interview.sheets_of', { lot: sheet.lot })}>
      <header className={styles['head']}>
        <strong className={styles['lot']}>{sheet.lot}</strong>
        {sheet.score !== null && (
          <span className={styles['score']}>
            <small>{t('interview.score')}</small>
            <strong>{sheet.score}</strong>
            {sheet.passed !== null && sheet.passMark !== null && (
              <VerdictMark kind={sheet.passed ? 'pass' : 'fail'} word={t(sheet.passed ? 'interview.reaches' : 'interview.below', { mark: sheet.passMark })} />
            )}
            <Button kind="quiet" onClick={() => setWhy(!why)} aria-expanded={why}>
              {t('interview.why.open')}
            </Button>
          </span>
        )}
        <span className={styles['where']} data-inside={inside}>
          {inside ? `● ${t('interview.inside_now')}` : `${sheet.state === 'mismatch' ? '▲' : '○'} ${t(`interview.state.${sheet.state}`)}`}
          {sheet.stage === 'professional' && <b>{t('interview.stage.professional')}</b>}
        </span>
        <ol className={styles['entered']}>
          {sheet.entries.map((entry) => (
            <li key={entry.fact}>
              ✓ {t('interview.entered_by', { n: entry.entry, name: entry.name, time: minute(entry.at) })}
            </li>
          ))}
          {sheet.entries.length > 0 && sheet.entries.length < 2 && rules.entry === 'twice' && <li data-open="true">○ {t('interview.second_open')}</li>}
          {sheet.checked !== null && <li>✓ {t('interview.checked_by', { name: sheet.checked.name })}</li>}
        </ol>
      </header>
      <Body key={`${sheet.candidate} ${sheet.stage} ${pane}`} {...{ sheet, session, rules, pane, mayMark, primary, onReady, done, onDone }} />
      {why && <WhyScore sheet={sheet} onClose={() => setWhy(false)} />}
    </section>
  )
}

interface BodyProps {
  sheet: Sheet
  session: string
  rules: SheetRules
  pane: ReturnType<typeof paneOf>
  mayMark: boolean
  primary: boolean
  onReady: (ready: boolean) => void
  done: () => void
  onDone: (flash?: string) => void
}

function Body(props: BodyProps) {
  const { t } = useTranslation()
  const [doing, setDoing] = useState<Doing>('next')
  const { sheet, session, pane, mayMark, done } = props
  const correctable = pane === 'score' && doing === 'next' && mayMark && sheet.ruling === null && sheet.entries.some((entry) => entry.mine)
  // a ruling needs no marks, but the raw sheets stay with it (规则 §8)
  const asked = props.rules.entry === 'twice' ? 2 : 1
  const keepable = pane === 'score' && doing === 'next' && mayMark && sheet.ruling !== null && sheet.slip === null && sheet.entries.length < asked
  return (
    <>
      <Work {...props} doing={doing} setDoing={setDoing} />
      <Rulings sheet={sheet} session={session} onDone={done}>
        {keepable && (
          <Button kind="quiet" onClick={() => setDoing('keep')}>
            {t(sheet.entries.length === 0 ? 'interview.keep_sheets' : 'interview.keep_second')}
          </Button>
        )}
        {correctable && (
          <Button kind="quiet" onClick={() => setDoing('correct')}>
            {t('interview.correct_mine')}
          </Button>
        )}
      </Rulings>
    </>
  )
}

function Work({ sheet, session, rules, pane, mayMark, primary, onReady, done, onDone, doing, setDoing }: BodyProps & { doing: Doing; setDoing: (doing: Doing) => void }) {
  const { t } = useTranslation()
  const form = { sheet, session, rules, primary, onReady }
  const mine = sheet.entries.find((entry) => entry.mine)
  const over = () => {
    setDoing('next')
    done()
  }
  switch (pane) {
    case 'not_yet':
      return <p className={styles['wait']}>{t('interview.not_yet')}</p>
    case 'look':
      return <p className={styles['wait']}>{t(sheet.entries.length === 0 ? 'interview.no_marks' : 'interview.no_figures')}</p>
    case 'entry':
      return doing === 'in_place' ? (
        <EntryInPlace {...form} onDone={over} onCancel={() => setDoing('next')} />
      ) : (
        <OwnEntry {...form} signed={false} onDone={done} />
      )
    case 'second':
      if (doing === 'in_place') return <EntryInPlace {...form} onDone={over} onCancel={() => setDoing('next')} />
      if (doing === 'again' && mine !== undefined) return <OwnEntry {...form} of={mine} signed={false} onDone={over} onCancel={() => setDoing('next')} />
      return (
        <div className={styles['turn']}>
          <p className={styles['question']}>{t('interview.second_next')}</p>
          <p>{t('interview.second_how')}</p>
          <div className={styles['decide']}>
            <Button onClick={() => setDoing('again')}>{t('interview.type_again')}</Button>
            <Button kind={primary ? 'primary' : 'plain'} hint="Enter" autoFocus={primary} onClick={() => setDoing('in_place')}>
              {t('interview.hand_over', { lot: sheet.lot })}
            </Button>
          </div>
        </div>
      )
    case 'check':
      return <OnceChecked {...form} onDone={done} />
    case 'mismatch':
      return <Mismatch {...form} mayMark={mayMark} onDone={done} />
    case 'score':
      if (doing === 'keep' && mine !== undefined) return <EntryInPlace {...form} onDone={over} onCancel={() => setDoing('next')} />
      if (doing === 'keep') return <OwnEntry {...form} signed={false} onDone={over} onCancel={() => setDoing('next')} />
      return <Score {...form} doing={doing} onDoing={setDoing} onDone={onDone} />
    case 'ended':
      return <p className={styles['wait']}>{t(`interview.state.${sheet.state}`)}</p>
    default:
      return pane satisfies never
  }
}

function Score({ sheet, session, rules, primary, onReady, doing, onDoing, onDone }: {
  sheet: Sheet
  session: string
  rules: SheetRules
  primary: boolean
  onReady: (ready: boolean) => void
  doing: Doing
  onDoing: (doing: Doing) => void
  onDone: (flash?: string) => void
}) {
  const { t } = useTranslation()
  const roles = useWho((who) => who.me?.roles ?? [])
  const marks = sheet.entries.find((entry) => entry.marks !== null)?.marks ?? null
  const mine = sheet.entries.find((entry) => entry.mine)
  const sealed = sheet.signatures.length > 0
  const done = () => onDone()
  if (doing === 'correct' && mine !== undefined) {
    const over = () => {
      onDoing('next')
      done()
    }
    return <OwnEntry {...{ sheet, session, rules, primary, onReady }} of={mine} signed={sealed} onDone={over} onCancel={() => onDoing('next')} />
  }
  return (
    <>
      {sheet.ruling !== null && (
        <p className={styles['ruled']} role="status">
          ▲ {t(`interview.ruling.${sheet.ruling.ruling}`)} · {t(`interview.ruling_kind.${sheet.ruling.kind}`)}
          <small>{t('interview.ruled_by', { reason: sheet.ruling.reason, by: sheet.ruling.by, second: sheet.ruling.second })}</small>
        </p>
      )}
      {marks !== null && (
        <div className={styles['scroll']}>
          <MarksTable sheet={sheet} rules={rules} marks={marks} plain={sheet.ruling !== null || sheet.mismatches.length > 0 || sheet.dropped.length === 0} />
        </div>
      )}
      <Signatures sheet={sheet} session={session} primary={primary} onDone={done} />
      {sheet.state === 'signed' && may(roles, 'interview.slip') && <Slip sheet={sheet} session={session} primary={primary} onDone={onDone} />}
      {sheet.slip !== null && (
        <div className={styles['decide']}>
          <span className={styles['progress']}>✓ {t(`interview.slip_done.${sheet.slip.kind}`, { time: minute(sheet.slip.at) })}</span>
          <PrintSlip session={session} candidate={sheet.candidate} lot={sheet.lot} />
        </div>
      )}
    </>
  )
}
