import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AuditRow } from '../../../shared/hq/api/audit.ts'
import { dayAndMinute, time } from '../../clock.ts'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Screen } from '../../parts/screen.tsx'
import { useAsk } from '../../parts/use-ask.ts'
import { usePages } from '../../parts/use-pages.ts'
import { VirtualTable, type Column } from '../../parts/virtual-table.tsx'
import { hq } from '../contract.ts'
import { useMay } from '../frame/who.ts'
import styles from './audit.module.css'
import { ExportFacts } from './export-facts.tsx'
import { FactPanel } from './fact-panel.tsx'
import { Filters, noFilter, toAsk } from './filters.tsx'
import { useFactWords } from './fact-words.ts'
import { Verify } from './verify.tsx'

/** HQ's own ledger: who did what, when, with whom; checked whole on demand. */
export default function AuditRoom() {
  const { t } = useTranslation()
  const words = useFactWords()
  const [filter, setFilter] = useState(noFilter)
  const [open, setOpen] = useState<AuditRow | null>(null)
  const mayExport = useMay('audit.exportCsv')
  const asked = useMemo(() => toAsk(filter), [filter])
  const filters = useAsk('filters', () => hq.audit.filters(), ['accounts'])
  const pages = usePages(JSON.stringify(asked), (offset, limit) => hq.audit.list({ ...asked, offset, limit }))
  const columns: Column<AuditRow>[] = [
    { key: 'seq', title: t('audit.seq'), width: '72px', end: true, cell: (row) => row.seq },
    {
      key: 'at',
      title: t('audit.at'),
      width: '172px',
      cell: (row) => `${dayAndMinute(row.at)}${time(row.at).slice(5)}`,
    },
    {
      key: 'by',
      title: t('audit.by'),
      width: 'minmax(120px, 1fr)',
      cell: (row) =>
        row.second === null
          ? words.person(row.by, row.byName)
          : `${words.person(row.by, row.byName)} + ${row.secondName ?? row.second}`,
    },
    { key: 'type', title: t('audit.type'), width: 'minmax(140px, 1fr)', cell: (row) => words.type(row.type) },
    { key: 'what', title: t('audit.what'), width: 'minmax(200px, 3fr)', cell: (row) => words.line(row) },
  ]
  return (
    <Screen
      title={t('audit.title')}
      aside={t('audit.count', { count: pages.total })}
      actions={
        <>
          <Button onClick={() => setFilter(noFilter)} disabled={filter === noFilter}>
            {t('audit.all')}
          </Button>
          {mayExport && <ExportFacts asked={asked} rows={pages.total} />}
        </>
      }
    >
      <div className={styles['room']}>
        <Verify />
        <Filters
          value={filter}
          onChange={setFilter}
          types={filters.value?.types ?? []}
          people={filters.value?.people ?? []}
        />
        <div className={styles['split']} data-open={open !== null}>
          <VirtualTable
            label={t('audit.title')}
            columns={columns}
            pages={pages}
            rowKey={(row) => String(row.seq)}
            onOpen={setOpen}
            selected={open === null ? undefined : String(open.seq)}
            empty={
              pages.state === 'failed' ? (
                <Empty title={t('parts.list_failed')} />
              ) : (
                <Empty title={t('audit.none')} next={t('audit.none_next')} />
              )
            }
          />
          {open !== null && <FactPanel row={open} close={() => setOpen(null)} />}
        </div>
      </div>
    </Screen>
  )
}
