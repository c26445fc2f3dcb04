import { useTranslation } from 'react-i18next'
import type { Pool } from '../../shared/api/lots.ts'
import { station } from '../contract.ts'
import { go, usePlace } from '../frame/route.ts'
import { useSession } from '../frame/session.ts'
import { inTongue } from '../i18n/start.ts'
import { Age } from '../parts/age.tsx'
import { Empty } from '../parts/empty.tsx'
import { Picks } from '../parts/picks.tsx'
import { Refusal } from '../parts/refusal.tsx'
import { Screen } from '../parts/screen.tsx'
import { useAsk } from '../parts/use-ask.ts'
import { VerdictMark } from '../parts/verdict.tsx'
import { Ladder } from './ladder.tsx'
import { Wall } from './wall.tsx'

const marks: Record<Pool['state'], 'pass' | 'wait' | 'warn'> = { not_frozen: 'wait', frozen: 'warn', drawing: 'warn', closed: 'pass' }

/** Lots (规则 §5): the pools of the session on the left, how far the chosen one is on the right. */
export default function Lots() {
  const { t } = useTranslation()
  const session = useSession()
  const { params } = usePlace()
  const id = session?.id ?? ''
  const asked = useAsk(id === '' ? null : id, (signal) => station.lots.pools({ session: id }, { signal }), ['lots', 'check-in', 'sessions'])
  const pools = asked.value ?? []
  const pool = pools.find((each) => each.pool === params['pool']) ?? pools[0]

  if (pool !== undefined && params['wall'] === 'yes') {
    return <Wall pool={pool} onLeave={() => go('lots', { pool: pool.pool })} />
  }
  return (
    <Screen title={t('lots.title')} aside={<Age at={asked.at}>{t('lots.pools', { n: pools.length })}</Age>}>
      {asked.state === 'failed' && <Refusal reason="no_answer" detail={{ code: asked.code }} />}
      {asked.state === 'ready' && pool === undefined && <Empty title={t('lots.no_pool')} next={t('lots.no_pool_next')} />}
      {pool !== undefined && (
        <Picks
          label={t('lots.pools_list')}
          picks={pools.map((each) => ({
            key: each.pool,
            sign: each.letters.join(' '),
            chosen: each.pool === pool.pool,
            onChoose: () => go('lots', { pool: each.pool }),
            words: (
              <>
                <strong>{inTongue(each.title)}</strong>
                <VerdictMark kind={marks[each.state]} word={t(`lots.state.${each.state}`)} />
                <small>{t('lots.counts', { size: each.size, present: each.present, drawn: each.drawn })}</small>
              </>
            ),
          }))}
        >
          <Ladder key={`${pool.pool} ${pool.state} ${pool.draw ?? ''}`} pool={pool} />
        </Picks>
      )}
    </Screen>
  )
}
