import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PsychView } from '../../shared/api/psych.ts'
import { time } from '../clock.ts'
import { station } from '../contract.ts'
import { may } from '../frame/rooms.ts'
import { useWho } from '../frame/who.ts'
import { Button } from '../parts/button.tsx'
import { Refusal } from '../parts/refusal.tsx'
import { useAsk } from '../parts/use-ask.ts'
import { ChangeResult } from './change-result.tsx'
import { Notice } from './notice.tsx'
import { PsychMark } from './psych-list.tsx'
import { RecordResult } from './record-result.tsx'
import styles from './room.module.css'

type Step = 'result' | 'correct' | 'rule'

/** One lot: its result is given once, and then printed, corrected or ruled on. Mounted anew for every lot. */
export function PsychSheet({ session, lot, onNext }: { session: string; lot: string; onNext: (done?: string) => void }) {
  const { t } = useTranslation()
  const me = useWho((who) => who.me)
  const asked = useAsk(`${session} ${lot}`, () => station.psych.find({ session, lot }), ['psych', 'lots', 'sessions'])
  const [own, setOwn] = useState<{ view: PsychView; asked: number } | null>(null)
  const [first, setFirst] = useState<string | null | undefined>(undefined)
  const [step, setStep] = useState<Step>('result')
  const answered = asked.value?.ok === true ? asked.value.view : undefined
  const view = own !== null && own.asked === asked.at ? own.view : answered
  if (first === undefined && view !== undefined) setFirst(view.fact)

  if (view === undefined) {
    return (
      <div className={styles['sheet']} aria-busy={asked.state === 'first'}>
        <strong className={styles['lot']}>{lot}</strong>
        {asked.value?.ok === false && <Refusal reason={asked.value.refused.reason} detail={asked.value.refused.detail} />}
        {asked.state === 'failed' && <p role="alert">{t('fitness.no_answer')}</p>}
        {asked.state !== 'first' && (
          <Button kind="primary" hint="Enter" autoFocus onClick={() => onNext()}>
            {t('fitness.other_lot')}
          </Button>
        )}
      </div>
    )
  }
  const took = (taken: PsychView) => {
    setOwn({ view: taken, asked: asked.at })
    setFirst(taken.fact)
    setStep('result')
  }
  // somebody else's result on the same lot: said, never put over what is being typed here
  const news = first !== undefined && view.fact !== first && view.by !== me?.name && view.by !== me?.operator
  const roles = me?.roles ?? []
  return (
    <div className={styles['sheet']}>
      <header className={styles['who']}>
        <strong className={styles['lot']}>{view.lot}</strong>
        <span className={styles['sex']}>{t(`fitness.sex.${view.sex}`)}</span>
        <span className={styles['mark']}>
          <PsychMark view={view} />
        </span>
      </header>
      {news && (
        <p className={styles['news']} role="status">
          ▲ {t('fitness.changed_by', { by: view.by, time: time(view.at ?? 0) })}
        </p>
      )}
      {step !== 'result' && view.fact !== null ? (
        <ChangeResult key={step} view={view} fact={view.fact} how={step} onChanged={took} onCancel={() => setStep('result')} />
      ) : view.result !== null ? (
        <>
          <p className={styles['source']}>
            {t(`psych.source.${view.source === 'file' ? 'file' : 'hand'}`, { by: view.by, time: time(view.at ?? 0) })}
          </p>
          {view.needsRuling && <p>{t(may(roles, 'psych.rule') ? 'psych.ruling_means' : 'psych.ruling_by_chief')}</p>}
          {view.result === 'failed' && !view.needsRuling && may(roles, 'psych.notice') && <Notice view={view} />}
          <div className={styles['actions']}>
            {may(roles, 'psych.correct') && <Button onClick={() => setStep('correct')}>{t('psych.correct')}</Button>}
            {view.needsRuling && may(roles, 'psych.rule') && (
              <Button kind="primary" hint="Enter" autoFocus onClick={() => setStep('rule')}>
                {t('psych.rule')}
              </Button>
            )}
            <NextLot
              focus={(view.result !== 'failed' || view.notices > 0) && !(view.needsRuling && may(roles, 'psych.rule'))}
              onNext={() => onNext()}
            />
          </div>
        </>
      ) : view.blocked !== null ? (
        <>
          <Refusal reason={view.blocked.reason} detail={view.blocked.detail} />
          <NextLot focus onNext={() => onNext()} />
        </>
      ) : may(roles, 'psych.record') ? (
        <RecordResult
          view={view}
          onRecorded={(taken) => {
            // a failed one stays: the notice is handed over before the next
            if (taken.result === 'failed') took(taken)
            else onNext(t('psych.done_flash', { lot: taken.lot, result: t(`psych.result.${taken.result ?? 'passed'}`) }))
          }}
        />
      ) : null}
    </div>
  )
}

function NextLot({ focus, onNext }: { focus: boolean; onNext: () => void }) {
  const { t } = useTranslation()
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (focus) button.current?.focus()
  }, [focus])
  return (
    <Button ref={button} kind={focus ? 'primary' : 'plain'} {...(focus ? { hint: 'Enter' } : {})} onClick={onNext}>
      {t('fitness.next_lot')}
    </Button>
  )
}
