import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { station } from '../contract.ts'
import { inTongue } from '../i18n/start.ts'
import { Button } from '../parts/button.tsx'
import { TextField } from '../parts/field.tsx'
import { Pairs } from '../parts/figures.tsx'
import { FileDrop, type Dropped } from '../parts/file-drop.tsx'
import { Form } from '../parts/form.tsx'
import { Outcome, Refusal } from '../parts/refusal.tsx'
import { useAsk } from '../parts/use-ask.ts'
import { useCommand } from '../parts/use-command.ts'
import { ChiefFields, chiefReady, noChief } from './chief-fields.tsx'
import { Holes } from './holes.tsx'
import styles from './exam-package.module.css'
import { Part, Parts, StepScreen } from './step-screen.tsx'

/** A card's code is whole once it has its letters: 26, however they are set apart. */
const wholeCode = (text: string): boolean => text.normalize('NFKC').replace(/[^0-9A-Za-z]/g, '').length === 26

/** An exam package from headquarters: what is in it, by whom, and then all of it or nothing. */
export function ExamPackage({ onBack, onOpened }: { onBack: () => void; onOpened: () => void }) {
  const { t } = useTranslation()
  const [file, setFile] = useState<Dropped | null>(null)
  const [passphrase, setPassphrase] = useState('')
  const [tried, setTried] = useState('')
  const [chief, setChief] = useState(noChief)
  const open = useCommand(station.venue.openPackage)
  const given = file === null ? undefined : { bytes: file.bytes, ...(tried === '' ? {} : { passphrase: tried }) }
  const preview = useAsk(file === null ? null : `${file.name} ${String(file.size)} ${file.bytes.slice(-80)} ${tried}`, () => {
    if (given === undefined) throw new Error('asked without a file')
    return station.venue.previewPackage(given)
  })
  const seen = preview.value
  const person = chiefReady(chief)
  const chiefs = seen?.ok === true ? seen.operators.filter(({ roles }) => roles.includes('chief')).map(({ name }) => name) : []
  const ready = given !== undefined && seen?.ok === true && seen.holes.length === 0 && person !== undefined

  const go = async () => {
    if (!ready) return
    const done = await open.send({ ...given, chief: person })
    if (done !== undefined) onOpened()
  }
  return (
    <StepScreen
      title={t('setup.way.package.title')}
      text={t('setup.package_text')}
      onBack={onBack}
      action={
        <Button kind="primary" disabled={!ready} busy={open.busy} onClick={() => void go()}>
          {t('setup.open_venue')}
        </Button>
      }
    >
      <Parts>
        <Part n={1} title={t('setup.package_file')}>
          <FileDrop label={t('setup.package_file')} accept=".kdpack,.age" file={file} onFile={setFile} />
          <Form onSend={() => setTried(passphrase)}>
            <TextField
              label={t('setup.passphrase')}
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
              value={passphrase}
              note={t('setup.passphrase_note')}
              onChange={(event) => {
                setPassphrase(event.currentTarget.value)
                if (wholeCode(event.currentTarget.value)) setTried(event.currentTarget.value)
              }}
              onBlur={() => setTried(passphrase)}
            />
          </Form>
          {seen?.ok === false && (
            <WhyShut reason={seen.refused.reason} detail={seen.refused.detail} typing={passphrase !== tried} untried={tried === ''} />
          )}
          {preview.state === 'failed' && file !== null && <Refusal reason="no_answer" detail={{ code: preview.code }} />}
        </Part>
        {seen?.ok === true && (
          <Part n={2} title={t('setup.package_holds')}>
            <Pairs>
              <dt>{t('setup.issuer')}</dt>
              <dd className={styles['issuer']}>{seen.issuer}</dd>
              <dt>{t('setup.exam_name')}</dt>
              <dd>{seen.exam}</dd>
              <dt>{t('setup.venue_name')}</dt>
              <dd>{seen.venue}</dd>
              <dt>{t('setup.package_version')}</dt>
              <dd>{seen.version === 0 ? t('setup.version_none') : seen.version}</dd>
              <dt>{t('setup.pack')}</dt>
              <dd>{inTongue(seen.pack)}</dd>
              <dt>{t('setup.candidates')}</dt>
              <dd>{seen.candidates}</dd>
              <dt>{t('frame.session')}</dt>
              <dd>{seen.sessions.map((session) => `${inTongue(session.title)} ${session.date}`).join(' · ')}</dd>
              {seen.stations.length > 0 && <><dt>{t('setup.stations')}</dt><dd>{seen.stations.join(' · ')}</dd></>}
              {seen.operators.length > 0 && <><dt>{t('setup.operators')}</dt><dd>{t('setup.operators_note', { count: seen.operators.length })}</dd></>}
              {seen.hq !== '' && <><dt>{t('setup.hq')}</dt><dd>{seen.hq}</dd></>}
            </Pairs>
            <p>{t('setup.compare_issuer')}</p>
            <Holes holes={seen.holes} />
          </Part>
        )}
        <Part n={3} title={t('setup.chief_title')}>
          {chiefs.length > 0 && <p>{t('setup.chief_named', { names: chiefs.join('、') })}</p>}
          <ChiefFields value={chief} onChange={setChief} />
        </Part>
        <Outcome of={open.state} again={() => void go()} />
      </Parts>
    </StepScreen>
  )
}

/** Why a package cannot be read; one that only waits for its code is no fault, and what is being typed is not wrong yet. */
function WhyShut({ reason, detail, typing, untried }: { reason: string; detail?: Readonly<Record<string, string>> | undefined; typing: boolean; untried: boolean }) {
  const { t } = useTranslation()
  if (reason !== 'package_passphrase') return <Refusal reason={reason} detail={detail} />
  if (untried) return <p role="status">▶ {t('setup.passphrase_wanted')}</p>
  return typing ? null : <Refusal reason={reason} detail={detail} />
}
