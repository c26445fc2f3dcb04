import { useTranslation } from 'react-i18next'
import type { Pool } from '../../shared/api/lots.ts'
import { dayAndMinute } from '../clock.ts'
import { useSession } from '../frame/session.ts'
import { useVenue } from '../frame/who.ts'
import { inTongue } from '../i18n/start.ts'
import { Code } from '../parts/code.tsx'
import { Paper } from '../parts/paper.tsx'
import { Hash } from './hash.tsx'
import styles from './paper.module.css'

/** The commitment on paper, signed by the witnesses before the first draw; with the digits once they are taken. */
export function CommitmentSheet({ pool, onDone }: { pool: Pool; onDone: () => void }) {
  const { t } = useTranslation()
  const venue = useVenue()
  const session = useSession()
  return (
    <Paper onDone={onDone}>
      <article className={styles['commitment']}>
        <h1>{t('lots.sheet_title')}</h1>
        <p>
          {venue.name} · {session === undefined ? '' : `${inTongue(session.title)} ${session.date}`} · {inTongue(pool.title)} ({pool.letters.join(' ')})
        </p>
        <p>{t('lots.committed', { at: pool.frozenAt === null ? '' : dayAndMinute(pool.frozenAt), by: pool.frozenBy ?? '' })}</p>
        <Hash label={t('lots.commitment')} text={pool.commitment ?? ''} large />
        <Hash label={t('lots.pool_hash', { n: pool.size })} text={pool.poolHash ?? ''} />
        <Hash label={t('lots.draw_number')} text={pool.draw ?? ''} />
        <p>{t('lots.sheet_text')}</p>
        <dl>
          <dt>{t('lots.digits')}</dt>
          <dd>{pool.digits ?? ''}</dd>
          <dt>{t('lots.witnesses')}</dt>
          <dd>{pool.witnesses.join('、')}</dd>
          <dt>{t('lots.signatures')}</dt>
          <dd />
        </dl>
        <Code text={`${pool.draw ?? ''} ${pool.commitment ?? ''}`} size="40mm" label={t('lots.commitment')} />
      </article>
    </Paper>
  )
}
