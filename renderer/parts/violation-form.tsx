import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Bilingual } from '../../shared/api/answer.ts'
import { secondRoles } from '../../shared/second-roles.ts'
import { station } from '../contract.ts'
import { inTongue } from '../i18n/start.ts'
import { Button } from './button.tsx'
import { Confirm } from './confirm.tsx'
import { Choice, TextField } from './field.tsx'
import { Outcome } from './refusal.tsx'
import { useAsk } from './use-ask.ts'
import { useCommand } from './use-command.ts'
import styles from './violation-form.module.css'

/** An item or a marked stage that a violation may end. */
export interface EndablePart {
  part: string
  title: Bilingual
  /** A marked stage: zero is for these only. */
  marked: boolean
  open: boolean
}

/**
 * A violation by kind of the pack (规则 §10): what it ends stands beside it before anything is recorded, and a second
 * person is asked for where it ends something. By lot where names are not shown; without parts the station finds the one
 * under way. Once recorded it says so and stays until it is closed, because a violation may change nothing else on screen.
 */
export function ViolationForm({ session, of, parts, onRecorded, onClose }: {
  session: string
  of: { candidate: string } | { lot: string }
  parts: readonly EndablePart[]
  onRecorded?: () => void
  onClose: () => void
}) {
  const { t } = useTranslation()
  const kinds = useAsk('conduct kinds', () => station.sessions.conductKinds(), ['venue'])
  const command = useCommand(station.sessions.violate)
  const [chosen, setChosen] = useState('')
  const [part, setPart] = useState('')
  const [evidence, setEvidence] = useState('')
  const [recorded, setRecorded] = useState(false)
  const kind = kinds.value?.find((each) => each.id === chosen) ?? kinds.value?.[0]
  if (kind === undefined) return null
  if (recorded) {
    return (
      <div className={styles['recorded']} role="status">
        <strong>✓ {t('parts.violation.recorded', { kind: inTongue(kind.title), effect: t(`parts.violation.effect.${kind.effect}`) })}</strong>
        <Button autoFocus hint="Enter" onClick={onClose}>{t('parts.violation.close')}</Button>
      </div>
    )
  }
  const endable = kind.effect === 'itemFails' ? parts : kind.effect === 'zero' ? parts.filter((each) => each.marked) : []
  const about = endable.find((each) => each.part === part) ?? endable.find((each) => each.open) ?? endable[0]
  return (
    <Confirm
      title={'lot' in of ? t('parts.violation.title_lot', { lot: of.lot }) : t('parts.violation.title')}
      {...('lot' in of ? {} : { text: t('parts.violation.text') })}
      action={t(`parts.violation.action.${kind.effect}`)}
      reason
      {...(kind.effect === 'none' ? {} : { second: secondRoles.conduct })}
      busy={command.busy}
      onCancel={onClose}
      onConfirm={({ reason, second }) =>
        void command
          .send({ session, ...of, kind: kind.id, reason, evidence, ...(about === undefined ? {} : { item: about.part }), ...(second === undefined ? {} : { second }) })
          .then((done) => {
            if (done === undefined) return
            setRecorded(true)
            onRecorded?.()
          })
      }
    >
      <div className={styles['violation']}>
        <Choice
          label={t('parts.violation.kind')} value={kind.id} options={(kinds.value ?? []).map((each) => [each.id, inTongue(each.title)] as const)}
          onChange={(event) => setChosen(event.currentTarget.value)}
        />
        <p data-effect={kind.effect}>
          {kind.effect === 'none' ? '○' : '▲'} {t(`parts.violation.effect.${kind.effect}`)} <small>{kind.clause}</small>
        </p>
        {about !== undefined && (
          <Choice
            label={t('parts.violation.item')} value={about.part} options={endable.map((each) => [each.part, inTongue(each.title)] as const)}
            onChange={(event) => setPart(event.currentTarget.value)}
          />
        )}
        <TextField label={t('parts.violation.evidence')} value={evidence} maxLength={300} onChange={(event) => setEvidence(event.currentTarget.value)} />
      </div>
      <Outcome of={command.state} />
    </Confirm>
  )
}
