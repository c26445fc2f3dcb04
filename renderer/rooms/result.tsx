import { useTranslation } from 'react-i18next'
import type { RoomsView } from '../../shared/api/rooms.ts'
import { inTongue } from '../i18n/start.ts'
import { Sheet } from '../parts/screen.tsx'
import table from '../parts/table.module.css'
import styles from './rooms.module.css'

/** Rooms by posts, candidates and examiners by seat; reserves below. */
export function Result({ view }: { view: RoomsView }) {
  const { t } = useTranslation()
  const reserves = view.examiners.state === 'drawn' ? view.examiners.assigned.filter(({ place }) => place === null) : []
  return (
    <Sheet title={t('rooms.result')}>
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
                    {room.examiners.length === 0 ? '—' : room.examiners.map(({ seat, examiner, name }) => <span key={examiner}>{t('rooms.seat', { seat, name })}</span>)}
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {reserves.length > 0 && <p className={styles['note']}>{t('rooms.reserves', { names: reserves.map(({ title }) => title).join('、') })}</p>}
    </Sheet>
  )
}
