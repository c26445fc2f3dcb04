import { useTranslation } from 'react-i18next'
import type { SyncState } from '../../shared/api/sync.ts'
import { dayAndMinute, time, useNow } from '../clock.ts'
import { station } from '../contract.ts'
import { Button } from '../parts/button.tsx'
import { Progress } from '../parts/progress.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { Screen, Sheet } from '../parts/screen.tsx'
import { useAsk } from '../parts/use-ask.ts'
import { useCommand } from '../parts/use-command.ts'
import { ageWords, todoWords, whyWords } from './age-words.ts'
import { Enrol } from './enrol.tsx'
import { ErasedSheet } from './erased.tsx'
import { History, Kept, Streams } from './history.tsx'
import { HqFacts } from './hq-facts.tsx'
import { Stick } from './stick.tsx'
import styles from './sync.module.css'

/** 上报总部: whether HQ holds everything, why not, and the two ways there. */
export default function SyncRoom() {
  const { t } = useTranslation()
  const asked = useAsk('sync', () => station.sync.state(), ['sync', 'venue', 'sessions'])
  const now = useCommand(() => station.sync.tryNow())
  const state = asked.value
  if (state === undefined) return <Screen title={t('sync.title')}><div aria-busy="true" /></Screen>
  const enrolled = state.enrolledAt !== null
  const tryNow = () => void now.send({}).then(() => asked.again())
  return (
    <Screen
      title={t('sync.title')}
      actions={
        enrolled && (
          <>
            {now.busy && <Progress label={t('sync.asking')} />}
            {!now.busy && state.nextAt !== null && state.unsent > 0 && <span>{t('sync.next_at', { time: time(state.nextAt) })}</span>}
            <Outcome of={now.state} />
            <Button kind="primary" busy={now.busy} onClick={tryNow}>
              {t('sync.try_now')}
            </Button>
          </>
        )
      }
    >
      {state.erased !== null && <ErasedSheet state={state} />}
      <Big state={state} />
      {state.hq !== null && !enrolled && <Enrol state={state} done={asked.again} />}
      {state.quarantined.length > 0 && <Kept state={state} />}
      {state.hq !== null && (
        <div className={styles['columns']}>
          <HqFacts state={state} again={asked.again} />
          <Stick state={state} again={asked.again} />
        </div>
      )}
      {state.hq !== null && (
        <div className={styles['columns']}>
          <Sheet title={t('sync.streams')}><Streams state={state} /></Sheet>
          <Sheet title={t('sync.history')}><History state={state} /></Sheet>
        </div>
      )}
    </Screen>
  )
}

/** The one thing to see from across the hall. */
function Big({ state }: { state: SyncState }) {
  const { t } = useTranslation()
  const now = useNow()
  if (state.hq === null) return <BigWords kind="none" title={t('sync.big.none')} text={t('sync.big.none_text')} />
  if (state.enrolledAt === null) return <BigWords kind="late" title={t('sync.big.not_enrolled')} text={t('sync.big.not_enrolled_text', { count: state.unsent })} />
  if (state.unsent === 0 && state.why === 'all_at_hq') return <BigWords kind="all" title={t('sync.big.all')} text={t('sync.big.all_text', { facts: state.facts })} />
  const at = state.oldestAt ?? now
  return (
    <BigWords
      kind={state.why === 'waiting' || state.why === 'sending' ? 'sending' : 'late'}
      title={t('sync.big.unsent', { count: state.unsent })}
      text={state.unsent === 0 ? whyWords(t, state) : t('sync.big.unsent_text', { at: dayAndMinute(at), age: ageWords(t, now - at), why: whyWords(t, state) })}
      todo={todoWords(t, state.why)}
    />
  )
}

const marks = { none: '—', late: '▲', sending: '○', all: '✓' } as const

function BigWords({ kind, title, text, todo = '' }: { kind: keyof typeof marks; title: string; text: string; todo?: string }) {
  return (
    <div className={styles['big']} data-kind={kind} role="status">
      <strong>
        <span aria-hidden="true">{marks[kind]}</span> {title}
      </strong>
      <p>{text}</p>
      {todo !== '' && <p>{todo}</p>}
    </div>
  )
}
