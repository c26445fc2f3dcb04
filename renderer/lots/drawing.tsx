import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Pool } from '../../shared/api/lots.ts'
import { station } from '../contract.ts'
import { go } from '../frame/route.ts'
import { may } from '../frame/rooms.ts'
import { useWho } from '../frame/who.ts'
import { Button } from '../parts/button.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { Choice } from '../parts/field.tsx'
import { Buttons } from '../parts/form.tsx'
import { Outcome, Refusal } from '../parts/refusal.tsx'
import { ScanField, type ScanHandle } from '../parts/scan-field.tsx'
import { Sheet } from '../parts/screen.tsx'
import { useCommand } from '../parts/use-command.ts'
import { useDeskKeys } from '../check-in/use-desk-keys.ts'
import { PrintSheet } from '../print/print-sheet.tsx'
import { Drawn } from './drawn.tsx'
import { Freeze } from './freeze.tsx'
import styles from './lots.module.css'
import { useDesk } from './use-desk.ts'
import { useDraw } from './use-draw.ts'

/** Each candidate draws by the ticket's code; the lot stands large, the strips are one key away. */
export function Drawing({ pool }: { pool: Pool }) {
  const { t } = useTranslation()
  const roles = useWho((who) => who.me?.roles ?? [])
  const field = useRef<ScanHandle>(null)
  const [desk, setDesk] = useDesk(pool.draw ?? '', pool.desks)
  const { turn, state, busy, find, draw } = useDraw(pool.session, desk)
  const [printing, setPrinting] = useState('')
  const [ending, setEnding] = useState(false)
  const [paper, setPaper] = useState(false)
  const close = useCommand(station.lots.close)
  const left = pool.present - pool.drawn

  const scanned = async (query: string) => {
    await find(query)
    field.current?.clear()
  }
  useDeskKeys({ F9: turn.kind === 'drawn' ? () => setPrinting(turn.candidate) : undefined })
  return (
    <div className={styles['stack']}>
      <Sheet
        title={t('lots.drawing_title')}
        aside={
          <>
            <Button onClick={() => setPaper(true)}>{t('lots.print_commitment')}</Button>
            <Button onClick={() => go('lots', { pool: pool.pool, wall: 'yes' })}>{t('lots.to_wall')}</Button>
          </>
        }
      >
        {may(roles, 'lots.draw') && pool.desks > 1 && (
          <div className={styles['short']}>
            <Choice
              label={t('lots.desk')}
              value={String(desk)}
              wrong={desk === 0 ? t('lots.desk_first') : undefined}
              note={desk === 0 ? undefined : t('lots.desk_note')}
              options={[
                ...(desk === 0 ? [['0', t('lots.choose_desk')] as const] : []),
                ...Array.from({ length: pool.desks }, (_, at) => [String(at + 1), t('lots.desk_n', { n: at + 1, of: pool.desks })] as const),
              ]}
              onChange={(event) => setDesk(Number(event.currentTarget.value))}
            />
          </div>
        )}
        {may(roles, 'lots.draw') && desk > 0 && (
          <ScanField ref={field} label={t('lots.scan')} placeholder={t('lots.scan_placeholder')} onEnter={(query) => void scanned(query)} />
        )}
        <div className={styles['result']} data-kind={turn.kind} role="status" aria-live="assertive">
          {turn.kind === 'drawn' && (
            <>
              <strong>{turn.lot}</strong>
              <span>{t('lots.turn', { n: turn.turn })}</span>
              <Button kind="primary" hint="F9" onClick={() => setPrinting(turn.candidate)}>
                {t('lots.print_strips', { lot: turn.lot })}
              </Button>
            </>
          )}
          {turn.kind === 'waiting' && <span>{left > 0 ? t('lots.left', { n: left }) : pool.drawn > 0 ? t('lots.nobody_left') : t('lots.none_drawn_next')}</span>}
          {turn.kind === 'nobody' && <Refusal reason="candidate_unknown" detail={{ query: turn.query }} />}
          {turn.kind === 'failed' && <Refusal reason="no_answer" detail={{ code: turn.code }} />}
          {turn.kind === 'several' && (
            <div>
              <span>{t('lots.several', { query: turn.query })}</span>
              <ul className={styles['several']} aria-label={t('lots.several', { query: turn.query })}>
                {turn.hits.map((hit) => (
                  <li key={hit.candidate}>
                    <Button busy={busy} disabled={hit.lot !== ''} onClick={() => void draw(hit.candidate)}>
                      {t('lots.hit', { roster: hit.rosterNumber, name: hit.name, ticket: hit.ticket })}
                      {hit.lot !== '' && ` · ${t('lots.has_lot', { lot: hit.lot })}`}
                    </Button>
                  </li>
                ))}
              </ul>
            </div>
          )}
        </div>
        <Outcome of={state} />
        {may(roles, 'lots.close') && !ending && (
          <Buttons>
            <Button kind={left <= 0 && pool.drawn > 0 ? 'primary' : 'plain'} onClick={() => setEnding(true)}>
              {t('lots.close')}
            </Button>
          </Buttons>
        )}
        {ending && (
          <Confirm
            title={t('lots.close')}
            text={t('lots.close_text', { left: Math.max(0, left), not: pool.size - pool.drawn })}
            action={t('lots.close')}
            busy={close.busy}
            onCancel={() => setEnding(false)}
            onConfirm={() => void close.send({ draw: pool.draw ?? '' })}
          >
            <Outcome of={close.state} />
          </Confirm>
        )}
      </Sheet>
      {pool.withoutPlace > 0 && may(roles, 'lots.freeze') && <Freeze pool={pool} supplement />}
      <Drawn pool={pool} onPrint={setPrinting} />
      {printing !== '' && <PrintSheet session={pool.session} kind="strips" keys={[printing]} onDone={() => setPrinting('')} />}
      {paper && pool.draw !== null && <PrintSheet session={pool.session} kind="draw" keys={[pool.draw]} onDone={() => setPaper(false)} />}
    </div>
  )
}
