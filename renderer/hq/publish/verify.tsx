import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { hex, sha256 } from '../../../shared/sha256.ts'
import { day, machineNow } from '../../clock.ts'
import { Button } from '../../parts/button.tsx'
import { TextField } from '../../parts/field.tsx'
import { FileDrop, type Dropped } from '../../parts/file-drop.tsx'
import { Refusal } from '../../parts/refusal.tsx'
import { useAsk } from '../../parts/use-ask.ts'
import { VerdictMark } from '../../parts/verdict.tsx'
import { hq } from '../contract.ts'
import { About } from './published.tsx'
import styles from './verify.module.css'

/** Which publication a file or a printed hash is: the file stays on this machine, only its hash is asked about. */
export function Verify() {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const [file, setFile] = useState<Dropped | null>(null)
  const [asking, setAsking] = useState<string | null>(null)
  const asked = useAsk(asking, (signal) => hq.publish.verify({ hash: asking ?? '' }, { signal }))
  const answer = asked.value
  const take = (dropped: Dropped) => {
    setFile(dropped)
    setText('')
    setAsking(hex(sha256(Uint8Array.from(atob(dropped.bytes), (sign) => sign.charCodeAt(0)))))
  }
  return (
    <div className={styles['verify']}>
      <FileDrop
        label={t('publish.verify.drop')}
        note={t('publish.verify.drop_note')}
        accept=".xlsx,.csv"
        file={file}
        onFile={take}
      />
      <form
        className={styles['hash-form']}
        onSubmit={(event) => {
          event.preventDefault()
          setFile(null)
          setAsking(text.trim())
        }}
      >
        <TextField
          label={t('publish.verify.hash')}
          note={t('publish.verify.hash_note')}
          value={text}
          maxLength={200}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button kind="primary" type="submit" disabled={text.replace(/[^0-9a-fA-F]/g, '').length < 20}>
          {t('publish.verify.action')}
        </Button>
      </form>
      {asked.state === 'failed' && <Refusal reason="no_answer" detail={{ code: asked.code }} />}
      {answer?.ok === true &&
        (answer.found === null ? (
          <div className={styles['found']} data-kind="none" role="status">
            <VerdictMark kind="fail" word={t('publish.verify.none')} />
            <p>
              {t(file === null ? 'publish.verify.none_hash' : 'publish.verify.none_file', { name: file?.name ?? '' })}
            </p>
          </div>
        ) : (
          <div
            className={styles['found']}
            data-kind={answer.found.publication.replacedBy === null ? 'same' : 'replaced'}
            role="status"
          >
            <VerdictMark
              kind={answer.found.publication.replacedBy === null ? 'pass' : 'warn'}
              word={t(
                answer.found.publication.replacedBy === null ? 'publish.verify.same' : 'publish.verify.replaced',
                { what: t(`publish.verify.what.${answer.found.what}`) },
              )}
            />
            <p>{answer.found.title}</p>
            <About publication={answer.found.publication} today={day(machineNow())} />
          </div>
        ))}
    </div>
  )
}
