import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { station } from '../contract.ts'
import { inTongue } from '../i18n/start.ts'
import { Choice } from '../parts/field.tsx'
import { FileDrop, type Dropped } from '../parts/file-drop.tsx'
import { Refusal } from '../parts/refusal.tsx'
import { useAsk } from '../parts/use-ask.ts'
import { Holes } from './holes.tsx'
import { Standards } from './standards.tsx'

function textOf(file: Dropped): string {
  return new TextDecoder().decode(Uint8Array.from(atob(file.bytes), (sign) => sign.charCodeAt(0)))
}

/**
 * The rule pack of a live venue: a shipped one or a file, its holes filled in here; `json` is its whole text.
 * `onChoose` tells another pack, `onChange` the same one with a standard filled in.
 */
export function SheetPack({ json, onChoose, onChange }: { json: string; onChoose: (json: string) => void; onChange: (json: string) => void }) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState('')
  const [file, setFile] = useState<Dropped | null>(null)
  const [failed, setFailed] = useState(false)
  const packs = useAsk('packs', () => station.venue.packs())
  const check = useAsk(json === '' ? null : json, () => station.venue.checkPack({ json }))

  const choose = (name: string) => {
    setChosen(name)
    setFile(null)
    setFailed(false)
    if (name === '' || name === 'file') {
      onChoose('')
      return
    }
    station.venue.packText({ name }).then(
      (answer) => {
        if (answer.ok) onChoose(answer.json)
        else setFailed(true)
      },
      () => setFailed(true),
    )
  }
  return (
    <>
      <Choice
        label={t('setup.pack')}
        value={chosen}
        options={[
          ['', t('setup.choose_pack')],
          ...(packs.value ?? [])
            .filter((pack) => !pack.rehearsal)
            .map((pack) => [pack.name, pack.holes > 0 ? t('setup.pack_with_holes', { title: inTongue(pack.title), n: pack.holes }) : inTongue(pack.title)] as const),
          ['file', t('setup.pack_from_file')],
        ]}
        onChange={(event) => choose(event.currentTarget.value)}
      />
      {chosen === 'file' && (
        <FileDrop
          label={t('setup.pack_file')}
          accept=".json"
          file={file}
          onFile={(dropped) => {
            setFile(dropped)
            onChoose(textOf(dropped))
          }}
        />
      )}
      {(failed || packs.state === 'failed') && <Refusal reason="no_answer" />}
      {json !== '' && check.value !== undefined && !check.value.valid && <Holes holes={check.value.errors} wrong />}
      {json !== '' && <Standards json={json} onChange={onChange} />}
      {json !== '' && check.value?.valid === true && <Holes holes={check.value.holes} />}
    </>
  )
}
