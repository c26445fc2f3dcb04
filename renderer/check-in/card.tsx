import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Card } from '../../shared/api/check-in.ts'
import { refusalKinds } from '../../shared/desk-words.ts'
import { secondRoles } from '../../shared/second-roles.ts'
import { dayAndMinute, useNow } from '../clock.ts'
import { station } from '../contract.ts'
import { inTongue } from '../i18n/start.ts'
import { Button } from '../parts/button.tsx'
import { Mask } from '../parts/mask.tsx'
import { Outcome, Refusal } from '../parts/refusal.tsx'
import { complete, nobody, SecondPerson } from '../parts/second-person.tsx'
import { sounds } from '../parts/sound.ts'
import { useCommand } from '../parts/use-command.ts'
import { Admitted } from './admitted.tsx'
import styles from './card.module.css'
import { Checklist } from './checklist.tsx'
import type { DeskForm } from './desk-form.ts'
import { DoubtForm } from './doubt-form.tsx'
import { Photo } from './photo.tsx'
import { SettleDoubt } from './settle-doubt.tsx'
import { StateMark } from './state-mark.tsx'
import { useDeskKeys } from './use-desk-keys.ts'
import { Warnings } from './warnings.tsx'

/** What the desk is doing with the person besides ticking. */
type Doing = 'checking' | 'doubting'

/** The end of this person at the desk, for the flash. */
export type Ended = { kind: 'admitted'; rosterNumber: string; name: string } | { kind: 'refused'; reason: string; detail: Record<string, string> }

/** The right half of the desk: the person, what is still missing, and the one action. */
export function PersonCard({ card, at, session, form, change, onEnded, onClose }: {
  card: Card
  /** Station's clock when the card came, ms. */
  at: number
  session: string
  form: DeskForm
  change: (form: DeskForm) => void
  onEnded: (ended: Ended) => void
  onClose: () => void
}) {
  const { t } = useTranslation()
  const [doing, setDoing] = useState<Doing>('checking')
  const [second, setSecond] = useState(nobody)
  const tag = useRef<HTMLInputElement>(null)
  const vouching = useRef<HTMLDivElement>(null)
  const admit = useCommand(station.checkIn.admit)
  const refuse = useCommand(station.checkIn.refuse)
  const now = useNow(15_000)

  const grave = card.warnings.filter((warning) => warning.reason !== 'residence_permit')
  const vouched = grave.length === 0 || complete(second) !== undefined
  const open = card.admitted === null && card.blocked === null && card.doubt === null
  const ticking = card.admitted === null && (open || card.doubt !== null)
  const documents = form.idCard && form.ticket
  const ready = open && documents && vouched
  const lit = ready && form.tag.trim() !== '' && (form.consent || !card.consentRequired)
  const obstacle = card.blocked?.reason ?? (open && doing === 'checking' && !documents ? 'missing_document' : '')
  const recordable = refusalKinds.find((kind) => kind === obstacle)
  const left = card.minutesLeft === null ? null : card.minutesLeft - Math.floor(Math.max(0, now - at) / 60_000)

  const confirm = async () => {
    if (open && documents && !vouched) vouching.current?.querySelector('select')?.focus()
    if (!ready) return
    const other = grave.length > 0 ? complete(second) : undefined
    const done = await admit.send({
      session, candidate: card.candidate, documents: { idCard: form.idCard, ticket: form.ticket }, tag: form.tag.trim(),
      consent: form.consent, acceptWarnings: card.warnings.map((warning) => warning.reason), ...(other === undefined ? {} : { second: other }),
    })
    if (done === undefined) sounds.refused()
    else onEnded({ kind: 'admitted', rosterNumber: done.rosterNumber, name: card.name })
  }
  const recordRefusal = async () => {
    if (recordable === undefined) return
    const done = await refuse.send({ session, candidate: card.candidate, reason: recordable, note: '' })
    if (done !== undefined) onEnded({ kind: 'refused', reason: recordable, detail: card.blocked?.detail ?? {} })
  }
  useDeskKeys({
    F1: ticking ? () => change({ ...form, idCard: !form.idCard }) : undefined,
    F2: ticking ? () => change({ ...form, ticket: !form.ticket }) : undefined,
    F3: ticking ? () => change({ ...form, consent: !form.consent }) : undefined,
    F4: ticking ? () => tag.current?.focus() : undefined,
    F6: card.admitted === null && card.doubt === null ? () => setDoing('doubting') : undefined,
    F8: recordable !== undefined ? () => void recordRefusal() : undefined,
    Escape: doing === 'doubting' ? () => setDoing('checking') : onClose,
  })

  return (
    <section className={styles['card']} aria-label={t('check-in.card_of', { name: card.name })}>
      <div className={styles['scroll']}>
        <div className={styles['person']}>
          <Photo hash={card.photo} name={card.name} />
          <div className={styles['who']}>
            <h2>{card.name}</h2>
            <StateMark state={card.state} />
            <dl>
              <dt>{t('check-in.column.roster')}</dt>
              <dd>{card.rosterNumber}</dd>
              <dt>{t('check-in.column.ticket')}</dt>
              <dd>{card.ticket}</dd>
              <dt>{t('check-in.resident_id')}</dt>
              <dd>
                <Mask
                  label={t('check-in.resident_id')}
                  masked={card.residentMasked}
                  reveal={async () => {
                    const answer = await station.checkIn.reveal({ candidate: card.candidate })
                    return answer.ok ? answer.residentId : undefined
                  }}
                />
              </dd>
              <dt>{t('check-in.sex_birth')}</dt>
              <dd>
                {t(`check-in.sex.${card.sex}`)} · {card.birth}
              </dd>
              <dt>{t('check-in.column.post')}</dt>
              <dd>
                {card.post.code} {card.post.title} · {card.post.unit}
              </dd>
              {card.sessions.map((each) => (
                <div key={each.id} className={styles['when']} data-here={each.id === session}>
                  <dt>{t('check-in.session')}</dt>
                  <dd>
                    {inTongue(each.title)}{' '}
                    <span className={styles['whole-time']}>
                      {each.date} {each.window}
                    </span>
                  </dd>
                </div>
              ))}
            </dl>
            {left !== null && open && (
              <p className={styles['left']} data-near={left <= 5}>
                {left >= 0 ? t('check-in.minutes_left', { n: left }) : t('check-in.window_over')}
              </p>
            )}
          </div>
        </div>

        {card.blocked !== null && card.admitted === null && card.doubt === null && <Refusal reason={card.blocked.reason} detail={card.blocked.detail} />}
        {card.refusals.map((past) => (
          <p key={past.fact} className={styles['past']}>
            {t('check-in.refused_before', { at: dayAndMinute(past.at), by: past.by, why: t(`check-in.refusal.${past.reason}`) })}
            {past.note !== '' && ` · ${past.note}`}
          </p>
        ))}
        {card.admitted !== null && <Admitted card={card} admitted={card.admitted} session={session} onDone={onClose} />}
        {card.doubt !== null && card.admitted === null && (
          <SettleDoubt card={card} doubt={card.doubt} session={session} form={form} change={change} tagRef={tag} onEnded={onEnded} />
        )}
        {doing === 'doubting' && card.doubt === null && (
          <DoubtForm session={session} candidate={card.candidate} onCancel={() => setDoing('checking')} onDone={() => setDoing('checking')} />
        )}
        {open && doing === 'checking' && (
          <>
            <Warnings warnings={card.warnings} />
            {grave.length > 0 && (
              <div ref={vouching}>
                <SecondPerson value={second} onChange={setSecond} onEnter={() => void confirm()} roles={secondRoles.desk} why={t('check-in.warnings_second')} />
              </div>
            )}
            <Checklist
              form={form}
              change={change}
              consentRequired={card.consentRequired}
              doubtOpen={false}
              tagRef={tag}
              onDoubt={() => setDoing('doubting')}
              onEnter={() => void confirm()}
            />
          </>
        )}
        <Outcome of={admit.state} again={() => void confirm()} />
        <Outcome of={refuse.state} again={() => void recordRefusal()} />
      </div>
      {/* the doubt form has its own way back */}
      {(doing === 'checking' || card.doubt !== null) && (
        <footer className={styles['actions']}>
          <Button hint="Esc" onClick={onClose}>
            {t('check-in.close_card')}
          </Button>
          {recordable !== undefined && (
            <Button kind="danger" hint="F8" busy={refuse.busy} onClick={() => void recordRefusal()}>
              {t('check-in.record_refusal', { why: t(`check-in.refusal.${recordable}`) })}
            </Button>
          )}
          {open && doing === 'checking' && (
            <Button kind="primary" hint="Enter" data-lit={lit} disabled={!ready} busy={admit.busy} onClick={() => void confirm()}>
              {documents && !form.consent && card.consentRequired ? t('check-in.confirm_without_consent') : t('check-in.confirm')}
            </Button>
          )}
        </footer>
      )}
    </section>
  )
}
