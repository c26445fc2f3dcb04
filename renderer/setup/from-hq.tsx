import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { station } from '../contract.ts'
import { Button } from '../parts/button.tsx'
import { TextField } from '../parts/field.tsx'
import { FileDrop, type Dropped } from '../parts/file-drop.tsx'
import { Fields } from '../parts/form.tsx'
import { Pin } from '../parts/pin.tsx'
import { Progress } from '../parts/progress.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { useCommand } from '../parts/use-command.ts'
import { Part, Parts, StepScreen } from './step-screen.tsx'

/** A lost station comes back from HQ: the package, a fresh card, and a new PIN for the chief. */
export function FromHq({ onBack, onOpened }: { onBack: () => void; onOpened: () => void }) {
  const { t } = useTranslation()
  const [file, setFile] = useState<Dropped | null>(null)
  const [card, setCard] = useState('')
  const [pin, setPin] = useState({ first: '', again: '' })
  const fetch = useCommand(({ bytes, card: text, pin: chosen }: { bytes: string; card: string; pin: string; cmd: string }) => station.venue.restoreFromHq({ bytes, card: text, pin: chosen }))
  const restored = fetch.state.kind === 'done' ? fetch.state.answer : null
  const ready = file !== null && card.trim() !== '' && pin.first.length >= 6 && pin.first === pin.again
  const go = () => {
    if (file !== null && ready) void fetch.send({ bytes: file.bytes, card: card.trim(), pin: pin.first })
  }
  return (
    <StepScreen
      title={t('setup.way.hq.title')}
      text={t('setup.hq_text')}
      onBack={onBack}
      action={
        restored === null ? (
          <Button kind="primary" disabled={!ready} busy={fetch.busy} onClick={go}>
            {t('setup.hq_fetch')}
          </Button>
        ) : (
          <Button kind="primary" autoFocus onClick={onOpened}>
            {t('setup.hq_sign_in')}
          </Button>
        )
      }
    >
      <Parts>
        <Part n={1} title={t('setup.package_file')}>
          <FileDrop label={t('setup.package_file')} accept=".kdpack,.age" file={file} onFile={setFile} />
        </Part>
        <Part n={2} title={t('setup.hq_card')}>
          <TextField
            label={t('sync.enrol.card')} placeholder="XXXXX-XXXXX-XXXXX-XXXXX-XXXXXX" autoCapitalize="characters" value={card} maxLength={500}
            note={t('setup.hq_card_note')} onChange={(event) => setCard(event.currentTarget.value)}
          />
        </Part>
        <Part n={3} title={t('setup.hq_pin')}>
          <p>{t('setup.hq_pin_note')}</p>
          <Fields>
            <Pin label={t('setup.chief_pin')} value={pin.first} wrong={pin.first !== '' && pin.first.length < 6 ? t('setup.pin_short') : undefined} onChange={(first) => setPin({ ...pin, first })} />
            <Pin label={t('setup.chief_pin_again')} value={pin.again} wrong={pin.again !== '' && pin.again !== pin.first ? t('setup.pin_differs') : undefined} onChange={(again) => setPin({ ...pin, again })} />
          </Fields>
        </Part>
        {fetch.busy && <Progress label={t('setup.hq_fetching')} />}
        <Outcome of={fetch.state} again={go} />
        {restored !== null && <p role="status">✓ {t('setup.hq_restored', { facts: restored.facts, name: restored.name })}</p>}
      </Parts>
    </StepScreen>
  )
}
