import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { doubtKinds } from '../../shared/desk-words.ts'
import { station } from '../contract.ts'
import { Button } from '../parts/button.tsx'
import { Choice, TextField } from '../parts/field.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { sounds } from '../parts/sound.ts'
import { useCommand } from '../parts/use-command.ts'
import { Camera } from './camera.tsx'
import styles from './doubt.module.css'

const kinds = doubtKinds
type Kind = (typeof kinds)[number]

/** The doubt path begins: what is doubtful, a note, a photo; two operators settle it afterwards. */
export function DoubtForm({ session, candidate, onCancel, onDone }: { session: string; candidate: string; onCancel: () => void; onDone: () => void }) {
  const { t } = useTranslation()
  const [kind, setKind] = useState<Kind>('face_doubtful')
  const [note, setNote] = useState('')
  const [photo, setPhoto] = useState<string | null>(null)
  const doubt = useCommand(station.checkIn.doubt)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    // its button too, not only the first field, which takes the focus
    form.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  const record = async () => {
    const done = await doubt.send({ session, candidate, kind, note: note.trim(), ...(photo === null ? {} : { photo }) })
    if (done === undefined) return
    sounds.doubt()
    onDone()
  }
  return (
    <form
      ref={form}
      className={styles['doubt']}
      aria-label={t('check-in.doubt_title')}
      onSubmit={(event) => {
        event.preventDefault()
        void record()
      }}
    >
      <h3>▲ {t('check-in.doubt_title')}</h3>
      <p>{t('check-in.doubt_text')}</p>
      <Choice
        label={t('check-in.doubt_kind')}
        value={kind}
        autoFocus
        options={kinds.map((each) => [each, t(`check-in.doubt_kinds.${each}`)] as const)}
        onChange={(event) => setKind(kinds.find((each) => each === event.currentTarget.value) ?? kinds[0])}
      />
      <TextField label={t('check-in.note')} value={note} maxLength={300} onChange={(event) => setNote(event.currentTarget.value)} />
      <Camera onPhoto={setPhoto} />
      <Outcome of={doubt.state} again={() => void record()} />
      <div className={styles['buttons']}>
        <Button hint="Esc" onClick={onCancel}>
          {t('parts.cancel')}
        </Button>
        <Button kind="primary" hint="Enter" type="submit" busy={doubt.busy}>
          {t('check-in.doubt_record')}
        </Button>
      </div>
    </form>
  )
}
