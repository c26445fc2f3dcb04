import { useTranslation } from 'react-i18next'
import type { RoomsView } from '../../shared/api/rooms.ts'
import { groupsFault } from '../../shared/rooms.ts'
import { station } from '../contract.ts'
import { may } from '../frame/rooms.ts'
import { useWho } from '../frame/who.ts'
import { Button } from '../parts/button.tsx'
import { Buttons } from '../parts/form.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { Sheet } from '../parts/screen.tsx'
import table from '../parts/table.module.css'
import { useCommand } from '../parts/use-command.ts'
import { useDraft } from '../parts/use-draft.ts'
import { VerdictMark } from '../parts/verdict.tsx'
import { choiceOf, groupsOf, loadOf, readChoice } from './group-choice.ts'
import styles from './rooms.module.css'

/** Which posts draw a room together: a row of choices per post (← → move), the load of each group below; then frozen. */
export function GroupsEditor({ session, view }: { session: string; view: RoomsView }) {
  const { t } = useTranslation()
  const roles = useWho((who) => who.me?.roles ?? [])
  const [kept, keep, clear] = useDraft(`rooms/groups/${session}`)
  const freeze = useCommand(station.rooms.freeze)
  const choice = readChoice(kept) ?? choiceOf(view.proposed)
  const rooms = view.rooms.length
  const numbers = Array.from({ length: rooms }, (_, at) => at + 1)
  const groups = groupsOf(choice, rooms)
  const fault = groupsFault(groups, view.posts, rooms)
  const choose = (post: string, group: number, shared: boolean) => {
    const before = choice[post] ?? []
    const after = !shared ? [group] : before.includes(group) ? before.filter((each) => each !== group) : [...before, group].sort((a, b) => a - b)
    keep(JSON.stringify({ ...choice, [post]: after }))
  }
  const send = async () => {
    const done = await freeze.send({ session, kind: 'groups', groups })
    if (done !== undefined) clear()
  }
  return (
    <Sheet title={t('rooms.groups_title')} aside={readChoice(kept) !== null && <Button kind="quiet" onClick={clear}>{t('rooms.proposed')}</Button>}>
      <p>{t('rooms.groups_text')}</p>
      <div className={styles['wide']}>
        <table className={table['table']}>
          <thead>
            <tr>
              <th scope="col">{t('rooms.post')}</th>
              <th scope="col" data-number>{t('rooms.candidates')}</th>
              {numbers.map((group) => <th key={group} scope="col">{t('rooms.group_n', { n: group })}</th>)}
            </tr>
          </thead>
          <tbody>
            {view.posts.map(({ post, title, candidates, panels }) => (
              <tr key={post}>
                <th scope="row">
                  {post} <small className={styles['title']}>{title}{panels > 1 && ` · ${t('rooms.panels', { n: panels })}`}</small>
                </th>
                <td data-number>{candidates}</td>
                {numbers.map((group) => (
                  <td key={group}>
                    <label className={styles['choice']}>
                      <input
                        type={panels > 1 ? 'checkbox' : 'radio'}
                        name={`group-${post}`}
                        aria-label={t('rooms.into', { post, n: group })}
                        checked={choice[post]?.includes(group) ?? false}
                        disabled={!may(roles, 'rooms.freeze')}
                        onChange={() => choose(post, group, panels > 1)}
                      />
                    </label>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t('rooms.load')}</th>
              <td data-number>{view.posts.reduce((sum, post) => sum + post.candidates, 0)}</td>
              {numbers.map((group) => <td key={group}><strong>{t('rooms.people', { n: Math.round(loadOf(choice, view.posts, group) * 10) / 10 })}</strong></td>)}
            </tr>
          </tfoot>
        </table>
      </div>
      {fault !== null && <VerdictMark kind="warn" word={t(`rooms.fault.${fault.fault}`, { what: fault.what })} />}
      <Outcome of={freeze.state} again={() => void send()} />
      {may(roles, 'rooms.freeze') && (
        <Buttons>
          <Button kind="primary" disabled={fault !== null} busy={freeze.busy} onClick={() => void send()}>{t('rooms.freeze_groups', { n: groups.length })}</Button>
        </Buttons>
      )}
    </Sheet>
  )
}
