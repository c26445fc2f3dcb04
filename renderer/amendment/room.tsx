import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { AmendmentView } from '../../shared/api/amendment.ts'
import { minute } from '../clock.ts'
import { station } from '../contract.ts'
import { Button } from '../parts/button.tsx'
import { TextField } from '../parts/field.tsx'
import { Empty } from '../parts/empty.tsx'
import { FileDrop, type Dropped } from '../parts/file-drop.tsx'
import { Outcome, Refusal } from '../parts/refusal.tsx'
import { Screen, Sheet } from '../parts/screen.tsx'
import { complete, nobody, SecondPerson } from '../parts/second-person.tsx'
import { useAsk } from '../parts/use-ask.ts'
import { useCommand } from '../parts/use-command.ts'
import styles from './amendment.module.css'
import { Changes } from './changes.tsx'
import { Contradictions } from './contradictions.tsx'

// any fact may speak against a package
const everything = ['venue', 'sessions', 'check-in', 'lots', 'psych', 'fitness', 'heats', 'shortlist', 'rooms', 'waiting', 'interview', 'conflicts']

/** A newer exam package: what it changes, then all of it taken by two people, or the facts that stand against it. */
export default function AmendmentRoom() {
  const { t } = useTranslation()
  const [file, setFile] = useState<Dropped | null>(null)
  const [typed, setTyped] = useState('')
  const [code, setCode] = useState('')
  const [second, setSecond] = useState(nobody)
  const take = useCommand(station.venue.takeAmendment)
  const waiting = useAsk('offered', () => station.venue.offeredAmendment(), ['venue'])
  const offered = waiting.value?.offered ?? null
  const given = file === null ? {} : { bytes: file.bytes, ...(code === '' ? {} : { passphrase: code }) }
  const key = file === null ? (offered === null ? null : `line ${offered.hash}`) : `${file.name} ${String(file.size)} ${file.bytes.slice(-80)} ${code}`
  const preview = useAsk(key, () => station.venue.previewAmendment(given), everything)
  const answer = key === null ? undefined : preview.value
  const view = answer?.ok === true ? answer.amendment : undefined
  const person = complete(second)
  const done = take.state.kind === 'done' ? take.state.answer : undefined

  const go = async () => {
    if (view?.may !== true || person === undefined) return
    const taken = await take.send({ ...given, hash: view.hash, second: person })
    setSecond(nobody)
    if (taken !== undefined) setFile(null)
  }
  const another = (dropped: Dropped) => {
    take.reset()
    setFile(dropped)
  }
  return (
    <Screen
      title={t('amendment.title')}
      wide={false}
      aside={waiting.value !== undefined && (waiting.value.fromPackage ? t('amendment.present', { version: waiting.value.present }) : t('amendment.by_hand'))}
      actions={
        view?.may === true && (
          <>
            <Outcome of={take.state} again={() => void go()} />
            <Button kind="primary" disabled={person === undefined} busy={take.busy} onClick={() => void go()}>
              {t('amendment.take', { version: view.version })}
            </Button>
          </>
        )
      }
    >
      {done !== undefined && view?.may !== true && <p className={styles['done']} role="status">✓ {t('amendment.done', { version: done.version })}</p>}
      {take.busy && <p role="status">{t('amendment.taking')}</p>}
      {view !== undefined && (
        <Offer view={view} came={file === null ? t('amendment.came_line', { time: minute(offered?.at ?? 0) }) : t('amendment.came_file', { name: file.name })}>
          {view.may && (
            <SecondPerson value={second} onChange={setSecond} roles={['supervisor', 'chief']} prefer="supervisor" why={t('amendment.second_why')} onEnter={() => void go()} />
          )}
        </Offer>
      )}
      {key !== null && preview.state === 'first' && <p aria-busy="true">{t('amendment.reading')}</p>}
      {answer?.ok === false && <Refusal reason={answer.refused.reason} detail={answer.refused.detail} />}
      {key !== null && preview.state === 'failed' && <Refusal reason="no_answer" detail={{ code: preview.code }} />}
      {key === null && waiting.value !== undefined && done === undefined && (
        <Empty title={t('amendment.none')} next={waiting.value.fromPackage ? t('amendment.none_next') : t('amendment.none_by_hand')} />
      )}
      {waiting.value?.fromPackage === true && (
        <Sheet title={t('amendment.file')}>
          <FileDrop label={t('amendment.file_label')} accept=".kdpack,.age" file={file} onFile={another} />
          {file !== null && (code !== '' || (answer?.ok === false && answer.refused.reason === 'package_passphrase')) && (
            <form
              className={styles['code']}
              onSubmit={(event) => {
                event.preventDefault()
                setCode(typed)
              }}
            >
              <TextField label={t('amendment.code')} note={t('amendment.code_note')} value={typed} autoComplete="off" onChange={(event) => setTyped(event.currentTarget.value)} />
              <Button type="submit">{t('amendment.code_try')}</Button>
            </form>
          )}
        </Sheet>
      )}
    </Screen>
  )
}

function Offer({ view, came, children }: { view: AmendmentView; came: string; children: ReactNode }) {
  const { t } = useTranslation()
  const foreign = view.contradictions.some(({ kind }) => kind === 'other_exam' || kind === 'other_venue' || kind === 'other_issuer')
  const changed = view.groups.reduce((sum, { total }) => sum + total, 0)
  return (
    <>
      <header className={styles['headline']}>
        <h2>{foreign ? t('amendment.headline_other', { version: view.version }) : t('amendment.headline', { version: view.version })}</h2>
        <p>
          {foreign ? came : `${t('amendment.facts', { from: view.from, count: changed, people: view.candidates })} · ${came}`}
        </p>
      </header>
      {!view.may && <Contradictions view={view} />}
      {(view.may || changed > 0) && (
        <Sheet>
          <Changes view={view} />
          {children}
        </Sheet>
      )}
    </>
  )
}
