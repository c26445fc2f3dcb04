import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Refusal as Refused } from '../../shared/api/answer.ts'
import { answeredNo } from '../answers.ts'
import { station } from '../contract.ts'
import { seat } from '../frame/who.ts'
import { Button } from '../parts/button.tsx'
import { Keypad } from '../parts/keypad.tsx'
import { Pin } from '../parts/pin.tsx'
import { Refusal } from '../parts/refusal.tsx'
import { sounds } from '../parts/sound.ts'
import styles from './sign-in.module.css'

type Try = { kind: 'typing' } | { kind: 'asking' } | { kind: 'refused'; refused: Refused } | { kind: 'failed'; code: string }

/** The PIN of one chosen person, by keyboard or by thumb. A wrong one says how many tries are left, a lock until when. */
export function PinPanel({ person }: { person: { operator: string; name: string } }) {
  const { t } = useTranslation()
  const [pin, setPin] = useState('')
  const [tried, setTried] = useState<Try>({ kind: 'typing' })

  const type = useCallback((text: string) => setPin(text.slice(0, 12)), [])
  const enter = async () => {
    if (pin.length < 4 || tried.kind === 'asking') return
    setTried({ kind: 'asking' })
    try {
      const answer = await station.operators.signIn({ operator: person.operator, pin })
      setPin('')
      if (answer.ok) {
        seat(answer.token, answer.me)
        return
      }
      sounds.refused()
      setTried({ kind: 'refused', refused: answer.refused })
    } catch (error) {
      setTried({ kind: 'failed', code: answeredNo(error) ?? 'no_answer' })
    }
  }

  return (
    <form
      className={styles['panel']}
      onSubmit={(event) => {
        event.preventDefault()
        void enter()
      }}
    >
      <h2>{person.name}</h2>
      <Pin value={pin} onChange={type} onEnter={() => void enter()} autoFocus />
      {tried.kind === 'refused' && <Refusal reason={tried.refused.reason} detail={tried.refused.detail} />}
      {tried.kind === 'failed' && <Refusal reason="no_answer" detail={{ code: tried.code }} />}
      <Keypad value={pin} onChange={type} decimals={0} digits={12} />
      <Button kind="primary" hint="Enter" type="submit" disabled={pin.length < 4} busy={tried.kind === 'asking'}>
        {t('sign-in.enter', { name: person.name })}
      </Button>
    </form>
  )
}
