import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Journey } from '../../shared/api/journey.ts'
import type { SessionInfo } from '../../shared/api/sessions.ts'
import { secondRoles } from '../../shared/second-roles.ts'
import { station } from '../contract.ts'
import { inTongue } from '../i18n/start.ts'
import { Confirm } from '../parts/confirm.tsx'
import { Choice, TextField } from '../parts/field.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { useAsk } from '../parts/use-ask.ts'
import { useCommand } from '../parts/use-command.ts'
import styles from './journey.module.css'

/** A violation by kind of the pack (规则 §10): what it ends stands beside it before anything is recorded. */
export function Violation({ session, journey, onDone }: { session: SessionInfo; journey: Journey; onDone: () => void }) {
  const { t } = useTranslation()
  const kinds = useAsk('conduct kinds', () => station.sessions.conductKinds(), ['venue'])
  const command = useCommand(station.sessions.violate)
  const [chosen, setChosen] = useState('')
  const [item, setItem] = useState('')
  const [evidence, setEvidence] = useState('')
  const kind = kinds.value?.find((each) => each.id === chosen) ?? kinds.value?.[0]
  if (kind === undefined) return null
  const scored = journey.items.filter((each) => session.stages.includes(each.item))
  const items = journey.items.filter((each) => session.stages.includes('fitness') && !journey.stages.includes(each.item))
  // Zero is for a stage that is marked; an item may also fail alone.
  const parts = kind.effect === 'itemFails' ? [...items, ...scored] : kind.effect === 'zero' ? scored : []
  const about = parts.find((each) => each.item === item) ?? parts.find((each) => each.state === 'open') ?? parts[0]
  return (
    <Confirm
      title={t('journey.violation_title')}
      text={t('journey.violation_text')}
      action={t(`journey.violation_action.${kind.effect}`)}
      reason
      {...(kind.effect === 'none' ? {} : { second: secondRoles.conduct })}
      busy={command.busy}
      onCancel={onDone}
      onConfirm={({ reason, second }) =>
        void command
          .send({
            session: session.id, candidate: journey.row.candidate, kind: kind.id, reason, evidence,
            ...(about === undefined ? {} : { item: about.item }), ...(second === undefined ? {} : { second }),
          })
          .then((done) => done !== undefined && onDone())
      }
    >
      <div className={styles['violation']}>
        <Choice
          label={t('journey.violation_kind')}
          value={kind.id}
          options={(kinds.value ?? []).map((each) => [each.id, inTongue(each.title)] as const)}
          onChange={(event) => setChosen(event.currentTarget.value)}
        />
        <p data-effect={kind.effect}>
          ▲ {t(`journey.effect.${kind.effect}`)} <small>{kind.clause}</small>
        </p>
        {parts.length > 0 && about !== undefined && (
          <Choice
            label={t('journey.violation_item')}
            value={about.item}
            options={parts.map((each) => [each.item, inTongue(each.title)] as const)}
            onChange={(event) => setItem(event.currentTarget.value)}
          />
        )}
        <TextField label={t('journey.violation_evidence')} value={evidence} maxLength={300} onChange={(event) => setEvidence(event.currentTarget.value)} />
      </div>
      <Outcome of={command.state} />
    </Confirm>
  )
}
