import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Refusal as Refused } from '../../shared/api/answer.ts'
import { answeredNo } from '../answers.ts'
import { station } from '../contract.ts'
import { leave, meet, useVenue, useWho } from '../frame/who.ts'
import { Button } from '../parts/button.tsx'
import { Pin } from '../parts/pin.tsx'
import { Refusal } from '../parts/refusal.tsx'
import styles from './lock.module.css'

/** Over the screen that stays as it was: the same person's PIN opens it, or somebody else signs in. */
export function Lock() {
  const { t } = useTranslation()
  const venue = useVenue()
  const me = useWho((who) => who.me)
  const [pin, setPin] = useState('')
  const [refused, setRefused] = useState<Refused | { reason: string } | null>(null)
  const [busy, setBusy] = useState(false)

  const open = async () => {
    if (pin.length < 4 || busy) return
    setBusy(true)
    try {
      const answer = await station.operators.unlock({ pin })
      if (answer.ok) {
        useWho.setState({ me: answer.me, locked: false })
        void meet()
      } else setRefused(answer.refused)
    } catch (error) {
      if (answeredNo(error) === undefined) setRefused({ reason: 'no_answer' })
    } finally {
      setPin('')
      setBusy(false)
    }
  }
  const other = () => {
    station.operators.signOut().catch(() => undefined)
    leave()
  }

  return (
    <div className={styles['over']} role="dialog" aria-modal="true" aria-label={t('sign-in.locked')}>
      <form
        className={styles['box']}
        onSubmit={(event) => {
          event.preventDefault()
          void open()
        }}
      >
        <h1>{t('sign-in.locked')}</h1>
        <p>
          {venue.name}
          {me !== null && ` · ${me.name}`}
        </p>
        <Pin value={pin} onChange={setPin} onEnter={() => void open()} autoFocus />
        {refused !== null && <Refusal reason={refused.reason} detail={'detail' in refused ? refused.detail : undefined} />}
        <Button kind="primary" hint="Enter" type="submit" busy={busy} disabled={pin.length < 4}>
          {t('sign-in.unlock')}
        </Button>
        <Button kind="quiet" onClick={other}>
          {t('sign-in.other')}
        </Button>
        <small>{t('sign-in.kept')}</small>
      </form>
    </div>
  )
}
