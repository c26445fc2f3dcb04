import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RoomsView } from '../../shared/api/rooms.ts'
import { minute } from '../clock.ts'
import { may } from '../frame/rooms.ts'
import { useWho } from '../frame/who.ts'
import { inTongue } from '../i18n/start.ts'
import { Note } from '../parts/form.tsx'
import { Sheet } from '../parts/screen.tsx'
import table from '../parts/table.module.css'
import { VerdictMark } from '../parts/verdict.tsx'
import { ReplaceExaminer } from './replace-examiner.tsx'
import styles from './rooms.module.css'

/** Rooms by posts, candidates and examiners by seat as they sit now, the replaced ones struck through; reserves below. */
export function Result({ session, view }: { session: string; view: RoomsView }) {
  const { t } = useTranslation()
  const roles = useWho((who) => who.me?.roles ?? [])
  const [leaving, setLeaving] = useState<string | null>(null)
  const seated = view.examiners.state === 'drawn'
  const mayReplace = seated && may(roles, 'rooms.replaceExaminer')
  return (
    <Sheet title={t('rooms.result')} aside={mayReplace && t('rooms.replace_hint')}>
      <div className={styles['wide']}>
        <table className={table['table']}>
          <thead>
            <tr>
              <th scope="col">{t('rooms.room')}</th>
              <th scope="col">{t('rooms.letters')}</th>
              <th scope="col">{t('rooms.posts')}</th>
              <th scope="col" data-number className={styles['whole']}>{t('rooms.candidates')}</th>
              <th scope="col">{t('rooms.examiners')}</th>
            </tr>
          </thead>
          <tbody>
            {view.rooms.map((room) => (
              <tr key={room.room}>
                <th scope="row" className={styles['whole']}>{inTongue(room.title)}</th>
                <td className={styles['whole']}>{room.letters.join(' ')}</td>
                <td>{room.posts.join('、') || '—'}</td>
                <td data-number>{room.candidates}</td>
                <td>
                  <div className={styles['names']}>
                    {room.examiners.length === 0 ? '—' : room.examiners.map(({ seat, examiner, name, replaced }) => (
                      <span key={seat}>
                        {mayReplace ? (
                          <button
                            type="button" className={styles['seat']} aria-pressed={leaving === examiner} aria-label={t('rooms.replace_whom', { seat, name })}
                            onClick={() => setLeaving(leaving === examiner ? null : examiner)}
                          >
                            {t('rooms.seat', { seat, name })}
                          </button>
                        ) : t('rooms.seat', { seat, name })}
                        {replaced.map((each) => (
                          <small key={each.fact} title={t('rooms.replaced_at', { at: minute(each.at), by: each.by })}><s>{each.name}</s> {each.reason}</small>
                        ))}
                      </span>
                    ))}
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {leaving !== null && <ReplaceExaminer key={leaving} session={session} view={view} examiner={leaving} onDone={() => setLeaving(null)} />}
      {view.idle.map((each) => (
        <VerdictMark key={each.fact} kind="warn" word={t('rooms.replace_idle', { name: each.name, instead: each.instead, at: minute(each.at), by: each.by })} />
      ))}
      {view.reserves.length > 0 && <Note>{t('rooms.reserves', { names: view.reserves.map(({ name }) => name).join('、') })}</Note>}
    </Sheet>
  )
}
