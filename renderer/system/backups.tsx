import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Refusal as RefusalValue } from '../../shared/api/answer.ts'
import { secondRoles } from '../../shared/second-roles.ts'
import { dayAndMinute } from '../clock.ts'
import { station } from '../contract.ts'
import { may } from '../frame/rooms.ts'
import { leave, meet, useWho } from '../frame/who.ts'
import { Button } from '../parts/button.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { Empty } from '../parts/empty.tsx'
import { TextField } from '../parts/field.tsx'
import { Progress } from '../parts/progress.tsx'
import { Refusal } from '../parts/refusal.tsx'
import { Sheet } from '../parts/screen.tsx'
import { useAsk } from '../parts/use-ask.ts'
import { VerdictMark } from '../parts/verdict.tsx'
import table from '../parts/table.module.css'
import styles from './system.module.css'

type State = { kind: 'idle' } | { kind: 'working'; words: 'backing_up' | 'restoring' } | { kind: 'written'; file: string } | { kind: 'refused'; refused: RefusalValue } | { kind: 'failed' }

/** Backups of this venue: write one now, or put one back in place of the live data, which is kept aside. */
export function Backups({ mayWrite, again }: { mayWrite: boolean; again: () => void }) {
  const { t } = useTranslation()
  const roles = useWho((who) => who.me?.roles ?? [])
  const list = useAsk('backups', () => station.system.backups())
  const [passphrase, setPassphrase] = useState('')
  const [state, setState] = useState<State>({ kind: 'idle' })
  const [restoring, setRestoring] = useState<string | null>(null)

  const write = () => {
    setState({ kind: 'working', words: 'backing_up' })
    station.system.backup(passphrase === '' ? {} : { passphrase }).then(
      (answer) => {
        setState(answer.ok ? { kind: 'written', file: answer.backup.file } : { kind: 'refused', refused: answer.refused })
        list.again()
        again()
      },
      () => setState({ kind: 'failed' }),
    )
  }

  return (
    <Sheet title={t('system.backups')}>
      {state.kind === 'working' && <Progress label={t(`system.${state.words}`)} />}
      {state.kind === 'written' && (
        <p role="status">
          <VerdictMark kind="pass" word={t('system.written', { file: state.file })} />
        </p>
      )}
      {state.kind === 'refused' && <Refusal reason={state.refused.reason} detail={state.refused.detail} />}
      {state.kind === 'failed' && (
        <p role="alert">
          <VerdictMark kind="fail" word={t('system.backup_no_answer')} />
        </p>
      )}
      {list.value?.length === 0 && <Empty title={t('system.no_backup')} next={t('system.no_backup_next')} />}
      {(list.value ?? []).length > 0 && (
        <table className={`${table['table'] ?? ''} ${styles['backups'] ?? ''}`}>
          <thead>
            <tr>
              <th scope="col">{t('system.written_at')}</th>
              <th scope="col" data-number="true">{t('system.facts')}</th>
              <th scope="col">{t('system.head')}</th>
              <th scope="col">{t('system.file')}</th>
              <th scope="col"><span className="seen-by-readers-only">{t('system.restore')}</span></th>
            </tr>
          </thead>
          <tbody>
            {(list.value ?? []).map((backup) => (
              <tr key={backup.file}>
                <td>{dayAndMinute(backup.at)}</td>
                <td data-number="true">{backup.facts}</td>
                <td className={styles['code']}>{backup.head}</td>
                <td className={styles['code']}>{backup.file.split(/[\\/]/).at(-1)}</td>
                <td>
                  {may(roles, 'system.restore') && (
                    <Button kind="quiet" onClick={() => setRestoring(backup.file)}>
                      {t('system.restore')}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {restoring !== null && (
        <Confirm
          title={t('system.restore_title')}
          text={t('system.restore_text', { file: restoring.split(/[\\/]/).at(-1) })}
          action={t('system.restore_action')}
          second={secondRoles.closing}
          busy={state.kind === 'working'}
          onCancel={() => setRestoring(null)}
          onConfirm={({ second }) => {
            setState({ kind: 'working', words: 'restoring' })
            station.system.restore({ file: restoring, ...(second === undefined ? {} : { second }) }).then(
              (answer) => {
                if (!answer.ok) {
                  setState({ kind: 'refused', refused: answer.refused })
                  return
                }
                leave()
                void meet()
              },
              () => setState({ kind: 'failed' }),
            )
          }}
        />
      )}
      {mayWrite && restoring === null && (
        <div className={styles['write']}>
          <TextField
            label={t('system.passphrase')}
            note={t('system.passphrase_note')}
            type="password"
            autoComplete="new-password"
            value={passphrase}
            maxLength={200}
            onChange={(event) => setPassphrase(event.currentTarget.value)}
          />
          <Button kind="primary" busy={state.kind === 'working'} onClick={write}>
            {t('system.backup_now')}
          </Button>
        </div>
      )}
    </Sheet>
  )
}
