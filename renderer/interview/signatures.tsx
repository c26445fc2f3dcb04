import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Sheet } from '../../shared/api/interview.ts'
import type { Role } from '../../shared/facts.ts'
import { minute } from '../clock.ts'
import { station } from '../contract.ts'
import { may } from '../frame/rooms.ts'
import { useWho } from '../frame/who.ts'
import { Button } from '../parts/button.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { complete, SecondPerson } from '../parts/second-person.tsx'
import { useCommandSound } from '../parts/use-command-sound.ts'
import { useCommand } from '../parts/use-command.ts'
import styles from './pane.module.css'
import { signatureFor } from './room-steps.ts'

/** Ms after which an own signature takes a key: an Enter meant for the correction before it signs nothing. */
const SETTLE = 500

const order = ['recorder', 'verifier', 'supervisor'] as const
type SignRole = (typeof order)[number]

/** Who may sign as what; three different people (规则 §8). */
const eligible: Record<SignRole, readonly Role[]> = {
  recorder: ['interview', 'chief'],
  verifier: ['interview', 'chief'],
  supervisor: ['supervisor', 'chief'],
}

/** The three signatures in one row: one's own with a key, another person's with the PIN in place. */
export function Signatures({ sheet, session, primary, onDone }: { sheet: Sheet; session: string; primary: boolean; onDone: () => void }) {
  const { t } = useTranslation()
  const me = useWho((who) => who.me)
  const signed = (role: SignRole) => sheet.signatures.find((each) => each.role === role)
  const did = sheet.signatures.some((each) => each.operator === me?.operator)
  const mayAs = (role: SignRole) => !did && me !== null && me.roles.some((each) => eligible[role].includes(each))
  // whoever entered signs for it; the supervisor signs as that
  const mine = order.find((role) => signed(role) === undefined && mayAs(role) && (signatureFor(sheet, role) === me?.operator || (role === 'supervisor' && me?.roles.includes('supervisor') === true)))
  const open = order.find((role) => signed(role) === undefined)
  const [chosen, setChosen] = useState<SignRole | null>(null)
  const [inPlace, setInPlace] = useState(false)
  const active = chosen !== null && signed(chosen) === undefined ? chosen : (mine ?? open)
  const asMe = active !== undefined && !inPlace && mayAs(active) && (active === mine || signatureFor(sheet, active) === '' || signatureFor(sheet, active) === me?.operator)
  return (
    <section className={styles['signing']} aria-label={t('interview.signatures')}>
      <div className={styles['signatures']}>
        {order.map((role) => {
          const by = signed(role)
          return (
            <button
              key={role}
              type="button"
              disabled={by !== undefined}
              data-state={by !== undefined ? 'signed' : role === active ? 'active' : 'open'}
              aria-pressed={role === active}
              onClick={() => {
                setChosen(role)
                setInPlace(false)
              }}
            >
              <small>{t(`interview.role.${role}`)}</small>
              {by === undefined ? <span>○ {t('interview.unsigned')}</span> : <strong>✓ {by.name}</strong>}
              {by !== undefined && <small>{minute(by.at)}</small>}
            </button>
          )
        })}
      </div>
      {active !== undefined && may(me?.roles ?? [], 'interview.sign') && (
        <SignAs
          key={`${active} ${String(asMe)}`}
          sheet={sheet}
          session={session}
          role={active}
          asMe={asMe}
          primary={primary}
          onOther={() => setInPlace(true)}
          onDone={() => {
            setChosen(null)
            setInPlace(false)
            onDone()
          }}
        />
      )}
    </section>
  )
}

function SignAs({ sheet, session, role, asMe, primary, onOther, onDone }: {
  sheet: Sheet
  session: string
  role: SignRole
  asMe: boolean
  primary: boolean
  onOther: () => void
  onDone: () => void
}) {
  const { t } = useTranslation()
  const me = useWho((who) => who.me)
  const suggested = signatureFor(sheet, role)
  const [second, setSecond] = useState({ operator: suggested === me?.operator ? '' : suggested, pin: '' })
  const form = useCommand<{ second?: { operator: string; pin: string } }, Awaited<ReturnType<typeof station.interview.sign>>>((input) =>
    station.interview.sign({ session, candidate: sheet.candidate, stage: sheet.stage, role, score: sheet.score ?? '', ...input }),
  )
  useCommandSound(form.state)
  // the keyboard goes on to whoever signs next
  const box = useRef<HTMLFormElement>(null)
  const named = second.operator !== ''
  useEffect(() => {
    if (primary && !asMe) box.current?.querySelector<HTMLElement>(named ? 'input' : 'select')?.focus()
  }, [primary, asMe, named])
  const [settled, setSettled] = useState(!asMe)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(true), SETTLE)
    return () => clearTimeout(timer)
  }, [])
  const person = complete(second)
  const ready = asMe || person !== undefined
  const sign = () => {
    if (!ready || !settled) return
    void form.send(asMe || person === undefined ? {} : { second: person }).then((answer) => {
      if (answer === undefined) setSecond({ ...second, pin: '' })
      else onDone()
    })
  }
  return (
    <form
      ref={box}
      className={styles['form']}
      aria-label={t('interview.sign_as', { role: t(`interview.role.${role}`) })}
      onSubmit={(event) => {
        event.preventDefault()
        sign()
      }}
    >
      {!asMe && <SecondPerson value={second} onChange={setSecond} onEnter={sign} roles={eligible[role]} prefer={role === 'supervisor' ? 'supervisor' : 'interview'} why={t('interview.sign_means', { role: t(`interview.role.${role}`), score: sheet.score ?? '' })} />}
      <Outcome of={form.state} again={sign} />
      <div className={styles['decide']}>
        {asMe && (
          <Button kind="quiet" onClick={onOther}>
            {t('interview.other_signs')}
          </Button>
        )}
        <Button kind={primary ? 'primary' : 'plain'} type="submit" hint="Enter" autoFocus={asMe && primary} busy={form.busy || !settled} disabled={!ready}>
          {t('interview.sign', { role: t(`interview.role.${role}`), lot: sheet.lot, score: sheet.score ?? '' })}
        </Button>
      </div>
    </form>
  )
}
