import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Pool } from '../../shared/api/lots.ts'
import { secondRoles } from '../../shared/second-roles.ts'
import { dayAndMinute } from '../clock.ts'
import { station } from '../contract.ts'
import { go } from '../frame/route.ts'
import { may } from '../frame/rooms.ts'
import { useWho } from '../frame/who.ts'
import { Button } from '../parts/button.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { Sheet } from '../parts/screen.tsx'
import { useCommand } from '../parts/use-command.ts'
import { PrintSheet } from '../print/print-sheet.tsx'
import { DigitsForm } from './digits-form.tsx'
import { Hash } from './hash.tsx'

/** The commitment, large and on paper; then the digits that witnesses call out, which nobody could know before. */
export function Witnesses({ pool }: { pool: Pool }) {
  const { t } = useTranslation()
  const roles = useWho((who) => who.me?.roles ?? [])
  const draw = pool.draw ?? ''
  const [paper, setPaper] = useState(false)
  const [aborting, setAborting] = useState(false)
  const take = useCommand(station.lots.digits)
  const abort = useCommand(station.lots.abort)
  return (
    <Sheet
      title={t('lots.committed', { at: pool.frozenAt === null ? '' : dayAndMinute(pool.frozenAt), by: pool.frozenBy ?? '' })}
      aside={
        <>
          <Button onClick={() => setPaper(true)}>{t('lots.print_commitment')}</Button>
          <Button onClick={() => go('lots', { pool: pool.pool, wall: 'yes' })}>{t('lots.to_wall')}</Button>
        </>
      }
    >
      <Hash label={t('lots.commitment')} text={pool.commitment ?? ''} large />
      <Hash label={t('lots.pool_hash', { n: pool.size })} text={pool.poolHash ?? ''} />
      <p>{t('lots.digits_text')}</p>
      <DigitsForm
        kept={['lots', draw]}
        state={take.state}
        onTake={async (given) => (await take.send({ draw, ...given })) !== undefined}
        buttons={(ready) => (
          <>
            {may(roles, 'lots.abort') && !aborting && (
              <Button kind="danger" onClick={() => setAborting(true)}>
                {t('lots.abort')}
              </Button>
            )}
            {may(roles, 'lots.digits') && (
              <Button kind="primary" type="submit" disabled={!ready} busy={take.busy}>
                {t('lots.take_digits')}
              </Button>
            )}
          </>
        )}
      />
      {aborting && (
        <Confirm
          title={t('lots.abort')}
          text={t('lots.abort_text')}
          action={t('lots.abort')}
          busy={abort.busy}
          reason
          second={secondRoles.lots}
          onCancel={() => setAborting(false)}
          onConfirm={({ reason, second }) => void abort.send({ draw, reason, ...(second === undefined ? {} : { second }) })}
        >
          <Outcome of={abort.state} />
        </Confirm>
      )}
      {paper && pool.draw !== null && <PrintSheet session={pool.session} kind="draw" keys={[pool.draw]} onDone={() => setPaper(false)} />}
    </Sheet>
  )
}
