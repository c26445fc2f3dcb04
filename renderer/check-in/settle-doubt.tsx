import { useState, type Ref } from 'react'
import { useTranslation } from 'react-i18next'
import type { Card } from '../../shared/api/check-in.ts'
import { secondRoles } from '../../shared/second-roles.ts'
import { dayAndMinute } from '../clock.ts'
import { station } from '../contract.ts'
import { Button } from '../parts/button.tsx'
import { TextField } from '../parts/field.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { complete, nobody, SecondPerson } from '../parts/second-person.tsx'
import { sounds } from '../parts/sound.ts'
import { useCommand } from '../parts/use-command.ts'
import type { Ended } from './card.tsx'
import { Checklist } from './checklist.tsx'
import type { DeskForm } from './desk-form.ts'
import styles from './doubt.module.css'
import { Warnings } from './warnings.tsx'

/** An open doubt: two operators look again, then let in (with all that a check-in needs) or turn away. */
export function SettleDoubt({ card, doubt, session, form, change, tagRef, onEnded }: {
  card: Card
  doubt: NonNullable<Card['doubt']>
  session: string
  form: DeskForm
  change: (form: DeskForm) => void
  tagRef: Ref<HTMLInputElement>
  onEnded: (ended: Ended) => void
}) {
  const { t } = useTranslation()
  const [second, setSecond] = useState(nobody)
  const [note, setNote] = useState('')
  const settle = useCommand(station.checkIn.settleDoubt)
  const person = complete(second)
  const mayEnter = card.blocked === null || card.blocked.reason === 'doubt_open'

  const end = async (outcome: 'admitted' | 'refused') => {
    if (person === undefined) return
    const done = await settle.send({
      doubt: doubt.fact, session, candidate: card.candidate, outcome, note: note.trim(), second: person,
      tag: form.tag.trim(), consent: form.consent, acceptWarnings: card.warnings.map((warning) => warning.reason),
      documents: { idCard: form.idCard, ticket: form.ticket },
    })
    if (done === undefined) sounds.refused()
    else if (outcome === 'admitted') onEnded({ kind: 'admitted', rosterNumber: card.rosterNumber, name: card.name })
    else onEnded({ kind: 'refused', reason: 'doubt_refused', detail: {} })
  }

  return (
    <div className={styles['doubt']} role="group" aria-label={t('check-in.settle_title')}>
      <h3>▲ {t('check-in.settle_title')}</h3>
      <p>
        {t(`check-in.doubt_kinds.${doubt.kind}`)}
        {doubt.note !== '' && `：${doubt.note}`} · {dayAndMinute(doubt.at)} {doubt.by}
      </p>
      <Warnings warnings={card.warnings} />
      {mayEnter && (
        <Checklist
          form={form}
          change={change}
          consentRequired={card.consentRequired}
          doubtOpen
          tagRef={tagRef}
          onDoubt={() => undefined}
          onEnter={() => undefined}
        />
      )}
      <TextField label={t('check-in.note')} value={note} maxLength={300} onChange={(event) => setNote(event.currentTarget.value)} />
      <SecondPerson value={second} onChange={setSecond} roles={secondRoles.desk} why={t('check-in.settle_second')} />
      {mayEnter && !(form.idCard && form.ticket) && <p>{t('check-in.settle_documents')}</p>}
      <Outcome of={settle.state} />
      <div className={styles['buttons']}>
        <Button kind="danger" disabled={person === undefined} busy={settle.busy} onClick={() => void end('refused')}>
          {t('check-in.settle_refuse')}
        </Button>
        {mayEnter && (
          <Button
            kind="primary"
            disabled={person === undefined || !form.idCard || !form.ticket}
            busy={settle.busy}
            onClick={() => void end('admitted')}
          >
            {t('check-in.settle_admit')}
          </Button>
        )}
      </div>
    </div>
  )
}
