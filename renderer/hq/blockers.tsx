import { useTranslation } from 'react-i18next'
import type { Blocker } from '../../shared/hq/api/decide.ts'
import type { HqListKind } from '../../shared/hq/facts.ts'
import { go } from '../frame/route.ts'
import styles from './blockers.module.css'
import { Warnings } from '../parts/warnings.tsx'

/** What keeps a list from being adopted or published, each with the place where it is put right. */
export function Blockers({ blockers, list }: { blockers: readonly Blocker[]; list: HqListKind }) {
  const { t } = useTranslation()
  if (blockers.length === 0) return null
  return (
    <Warnings label={t('decide.in_the_way')}>
      {blockers.map((blocker) => (
        <li key={`${blocker.kind} ${blocker.post} ${blocker.what}`}>
          <span>
            ▲ {blocker.post} {t(`decide.blocker.${blocker.kind}`, { count: blocker.count, what: blocker.what })}
          </span>
          <button type="button" className={styles['goto']} onClick={() => open(blocker, list)}>
            {t(`decide.goto.${blocker.kind}`)}
          </button>
        </li>
      ))}
    </Warnings>
  )
}

function open({ kind, post }: Blocker, list: HqListKind): void {
  switch (kind) {
    case 'conflicts_open':
      go('decide', { post, list: 'conflicts' })
      return
    case 'ties_open':
    case 'list_unadopted':
    case 'list_moved':
      go('decide', { post, list })
      return
    case 'list_open':
      go('decide', { post, list: 'standing' })
      return
    case 'sessions_open':
      go('watch')
      return
    case 'facts_missing':
    case 'quarantine_open':
      go('receive')
      return
    default:
      kind satisfies never
  }
}
