import { useTranslation } from 'react-i18next'
import type { RoomsView } from '../../shared/api/rooms.ts'
import { station } from '../contract.ts'
import { may } from '../frame/rooms.ts'
import { useWho } from '../frame/who.ts'
import { Button } from '../parts/button.tsx'
import { TextArea } from '../parts/field.tsx'
import { Buttons } from '../parts/form.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { Sheet } from '../parts/screen.tsx'
import table from '../parts/table.module.css'
import { useCommand } from '../parts/use-command.ts'
import { useDraft } from '../parts/use-draft.ts'
import { VerdictMark } from '../parts/verdict.tsx'
import { examinerLines, readExaminers } from './examiner-lines.ts'
import styles from './rooms.module.css'

/** The examiners with their declared relations, pasted as lines and read while they are typed; then frozen. */
export function ExaminerList({ session, view }: { session: string; view: RoomsView }) {
  const { t } = useTranslation()
  const roles = useWho((who) => who.me?.roles ?? [])
  const saved = examinerLines(view.listed, view.related)
  // a saved list begins a draft of its own, or the emptied one would stand for it
  const [text, setText, clear] = useDraft(`rooms/examiners/${session}/${view.listedFact ?? ''}`, saved)
  const list = useCommand(station.rooms.listExaminers)
  const freeze = useCommand(station.rooms.freeze)
  const read = readExaminers(text, view.posts.map((post) => post.post))
  const seats = view.rooms.filter((room) => view.groups.state !== 'drawn' || room.posts.length > 0).length * view.panel
  const changed = examinerLines(read, {}) !== saved
  const drawn = view.groups.state === 'drawn'
  const save = async () => {
    const done = await list.send({ session, examiners: read })
    if (done !== undefined) clear()
  }
  return (
    <Sheet title={t('rooms.examiners_title')} aside={t('rooms.seats', { seats, panel: view.panel, listed: read.length })}>
      <p>{t('rooms.examiners_text')}</p>
      {may(roles, 'rooms.listExaminers') && (
        <TextArea
          label={t('rooms.examiners_lines')} note={t('rooms.examiners_note')} className={styles['lines']} value={text}
          placeholder={t('rooms.examiners_placeholder')} onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      {!drawn && <VerdictMark kind="wait" word={t('rooms.groups_first')} />}
      {drawn && read.length < seats && <VerdictMark kind="warn" word={t('rooms.too_few', { seats, listed: read.length })} />}
      <Outcome of={list.state} again={() => void save()} />
      <Outcome of={freeze.state} />
      <Buttons>
        {may(roles, 'rooms.listExaminers') && (
          <Button kind={changed ? 'primary' : 'plain'} disabled={!changed || read.length === 0} busy={list.busy} onClick={() => void save()}>
            {t('rooms.save_examiners', { n: read.length })}
          </Button>
        )}
        {may(roles, 'rooms.freeze') && drawn && !changed && (
          <Button kind="primary" disabled={read.length < seats} busy={freeze.busy} onClick={() => void freeze.send({ session, kind: 'examiners', groups: [] })}>
            {t('rooms.freeze_examiners', { n: view.listed.length })}
          </Button>
        )}
      </Buttons>
      {read.length > 0 && (
        <div className={styles['listed']}>
          <table className={table['table']}>
            <thead>
              <tr>
                <th scope="col" data-number className={styles['number']}>{t('rooms.number')}</th>
                <th scope="col">{t('rooms.examiner')}</th>
                <th scope="col">{t('rooms.unit')}</th>
                <th scope="col">{t('rooms.related')}</th>
              </tr>
            </thead>
            <tbody>
              {read.map(({ examiner, name, unit, related }, at) => (
                <tr key={examiner}>
                  <td data-number>{at + 1}</td>
                  <th scope="row">{name}</th>
                  <td>{unit}</td>
                  <td>{[...related.posts, ...related.candidates.map((each) => view.related[each] ?? each)].join('、') || '—'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Sheet>
  )
}
