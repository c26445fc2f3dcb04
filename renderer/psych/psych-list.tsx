import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { PsychView } from '../../shared/api/psych.ts'
import { minute } from '../clock.ts'
import { station } from '../contract.ts'
import { Age } from '../parts/age.tsx'
import { Button } from '../parts/button.tsx'
import { Empty } from '../parts/empty.tsx'
import { useAsk } from '../parts/use-ask.ts'
import { useDraft } from '../parts/use-draft.ts'
import { allRows } from '../parts/use-pages.ts'
import { VerdictMark } from '../parts/verdict.tsx'
import { VirtualTable } from '../parts/virtual-table.tsx'
import styles from './room.module.css'

const tabs = ['waiting', 'failed', 'invalid', 'passed', 'all'] as const
type Tab = (typeof tabs)[number]

const marks = { passed: 'pass', failed: 'fail', invalid: 'warn' } as const

/** A result as a word with its shape; one that waits for a ruling says so. */
export function PsychMark({ view }: { view: PsychView }) {
  const { t } = useTranslation()
  if (view.result === null) return <VerdictMark kind="wait" word={t('psych.none')} />
  if (view.needsRuling) return <VerdictMark kind="warn" word={t('psych.needs_ruling')} />
  return <VerdictMark kind={marks[view.result]} word={`${t(`psych.result.${view.result}`)}${view.ruled ? t('psych.ruled_mark') : ''}`} />
}

/** Who waits, who failed, whose result is invalid; a row opens the lot. */
export function PsychList({ session, current, onOpen }: { session: string; current: string; onOpen: (lot: string) => void }) {
  const { t } = useTranslation()
  const [kept, setTab] = useDraft('psych.tab', 'waiting')
  const tab: Tab = tabs.find((each) => each === kept) ?? 'waiting'
  const list = useAsk(`${session} ${tab}`, () => station.psych.list({ session, which: tab }), ['psych', 'lots', 'sessions'])
  const rows = useMemo(() => allRows(list.value ?? [], list.at), [list.value, list.at])
  return (
    <>
      <div className={styles['tabs']} role="tablist" aria-label={t('psych.lists')}>
        {tabs.map((each) => (
          <Button key={each} role="tab" aria-selected={each === tab} onClick={() => setTab(each)}>
            {t(`psych.tab.${each}`)}
          </Button>
        ))}
        <span>
          <Age at={list.at}>{t('psych.count', { n: list.value?.length ?? 0 })}</Age>
        </span>
      </div>
      <VirtualTable
        label={t(`psych.tab.${tab}`)}
        pages={list.value === undefined ? { ...rows, state: 'first' } : rows}
        rowKey={(row) => row.lot}
        selected={current}
        onOpen={(row) => onOpen(row.lot)}
        empty={<Empty title={t(`psych.empty.${tab}`)} />}
        columns={[
          { key: 'lot', title: t('fitness.lot'), width: '96px', cell: (row) => <strong>{row.lot}</strong> },
          { key: 'sex', title: t('heats.sex'), width: '84px', cell: (row) => t(`fitness.sex.${row.sex}`) },
          { key: 'result', title: t('fitness.why.result'), width: 'minmax(120px, 1fr)', cell: (row) => <PsychMark view={row} /> },
          { key: 'at', title: t('psych.at'), width: '64px', cell: (row) => (row.at === null ? '' : minute(row.at)) },
          { key: 'notices', title: t('psych.notice'), width: '92px', cell: (row) => (row.notices > 0 ? t('psych.printed', { n: row.notices }) : '') },
        ]}
      />
    </>
  )
}
