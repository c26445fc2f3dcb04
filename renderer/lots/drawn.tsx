import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { DrawnLot, Pool } from '../../shared/api/lots.ts'
import { secondRoles } from '../../shared/second-roles.ts'
import { minute } from '../clock.ts'
import { station } from '../contract.ts'
import { may } from '../frame/rooms.ts'
import { useWho } from '../frame/who.ts'
import { Button } from '../parts/button.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { Empty } from '../parts/empty.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { Sheet } from '../parts/screen.tsx'
import { useAsk } from '../parts/use-ask.ts'
import { useCommand } from '../parts/use-command.ts'
import { allRows } from '../parts/use-pages.ts'
import { VerdictMark } from '../parts/verdict.tsx'
import { VirtualTable, type Column } from '../parts/virtual-table.tsx'
import styles from './lots.module.css'

type Row = z.infer<typeof DrawnLot>

/** What has been drawn, latest first: strips again, and the chief's void with a second person. */
export function Drawn({ pool, onPrint }: { pool: Pool; onPrint: (candidate: string) => void }) {
  const { t } = useTranslation()
  const roles = useWho((who) => who.me?.roles ?? [])
  const [voiding, setVoiding] = useState<Row | null>(null)
  const asked = useAsk(`${pool.session} ${pool.pool}`, (signal) => station.lots.drawn({ session: pool.session, pool: pool.pool }, { signal }), ['lots'])
  const cancel = useCommand(station.lots.void)
  const rows = [...(asked.value ?? [])].sort((a, b) => b.at - a.at || b.turn - a.turn)
  const columns: readonly Column<Row>[] = [
    { key: 'lot', title: t('lots.lot'), width: '88px', cell: (row) => <strong>{row.lot}</strong> },
    { key: 'turn', title: t('lots.turn_short'), width: '64px', end: true, cell: (row) => row.turn },
    { key: 'roster', title: t('check-in.column.roster'), width: '96px', cell: (row) => row.rosterNumber },
    { key: 'at', title: t('check-in.column.last'), width: '72px', cell: (row) => minute(row.at) },
    { key: 'copies', title: t('lots.strips'), width: 'minmax(104px, 1fr)', cell: (row) => (row.copies === 0 ? <VerdictMark kind="wait" word={t('lots.not_printed')} /> : <VerdictMark kind="pass" word={t('lots.printed', { n: row.copies })} />) },
    {
      key: 'do', title: '', width: '200px', end: true,
      cell: (row) =>
        row.voided ? <VerdictMark kind="fail" word={t('lots.voided')} /> : (
          <>
            {may(roles, 'lots.print') && <Button kind="quiet" onClick={() => onPrint(row.candidate)}>{row.copies === 0 ? t('lots.print') : t('lots.reprint')}</Button>}
            {may(roles, 'lots.void') && <Button kind="quiet" onClick={() => setVoiding(row)}>{t('lots.void')}</Button>}
          </>
        ),
    },
  ]
  return (
    <Sheet title={t('lots.drawn_title', { drawn: pool.drawn, size: pool.size })} tight>
      {voiding !== null && (
        <Confirm
          title={t('lots.void_title', { lot: voiding.lot, roster: voiding.rosterNumber })}
          text={t('lots.void_text')}
          action={t('lots.void_do', { lot: voiding.lot })}
          busy={cancel.busy}
          reason
          second={secondRoles.lots}
          onCancel={() => setVoiding(null)}
          onConfirm={({ reason, second }) => {
            void cancel.send({ replaces: voiding.fact, reason, ...(second === undefined ? {} : { second }) }).then((done) => {
              if (done !== undefined) setVoiding(null)
            })
          }}
        >
          <Outcome of={cancel.state} />
        </Confirm>
      )}
      <div className={styles['drawn']}>
        <VirtualTable
          label={t('lots.drawn_list')}
          columns={columns}
          pages={allRows(rows, asked.at)}
          rowKey={(row) => row.fact}
          empty={<Empty title={t('lots.none_drawn')} next={t('lots.none_drawn_next')} />}
        />
      </div>
    </Sheet>
  )
}
