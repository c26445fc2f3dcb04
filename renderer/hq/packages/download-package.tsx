import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/button.tsx'
import { Refusal } from '../../parts/refusal.tsx'
import { saveFile } from '../../parts/save-file.ts'
import { hq } from '../contract.ts'

/** Saves a venue's newest exam package, sealed to its card or to its computer. */
export function DownloadPackage({
  recruitment,
  venue,
  disabled = false,
}: {
  recruitment: string
  venue: string
  disabled?: boolean
}) {
  const { t } = useTranslation()
  const [saving, setSaving] = useState<{ kind: 'idle' | 'busy' } | { kind: 'refused'; reason: string }>({
    kind: 'idle',
  })
  const download = async () => {
    setSaving({ kind: 'busy' })
    try {
      const file = await hq.packages.download({ recruitment, venue })
      if (!file.ok) {
        setSaving({ kind: 'refused', reason: file.refused.reason })
        return
      }
      await saveFile(file.name, { base64: file.bytes }, 'application/octet-stream')
      setSaving({ kind: 'idle' })
    } catch {
      setSaving({ kind: 'refused', reason: 'no_answer' })
    }
  }
  return (
    <>
      <Button disabled={disabled} busy={saving.kind === 'busy'} onClick={() => void download()}>
        {t('packages.download')}
      </Button>
      {saving.kind === 'refused' && <Refusal reason={saving.reason} />}
    </>
  )
}
