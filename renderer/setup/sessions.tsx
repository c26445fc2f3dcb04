import { useTranslation } from 'react-i18next'
import { heldStages, isScored, lettersFor, movedTo, nameAfter, nextSession, stagesOf, type HeldStage, type PoolKind, type SessionDraft } from '../../shared/session-making.ts'
import { inTongue } from '../i18n/start.ts'
import { Button } from '../parts/button.tsx'
import { Choice, TextField, Tick } from '../parts/field.tsx'
import sessionsStyles from './sessions.module.css'
import belowStyles from './below.module.css'
import type { PackFaults } from './pack-faults.ts'
import type { VenuePack } from './use-venue-pack.ts'

/** The half days of this venue: date, check-in window, stages, lots; each can be changed, added and removed. */
export function Sessions({ venue, faults, due, notDue, noWritten }: {
  venue: VenuePack
  faults: PackFaults | null
  /** How many are due in each, once the roster is without problems. */
  due: readonly { session: string; count: number }[]
  notDue: number
  /** How many whom a shortlist may call have no written score. */
  noWritten: number
}) {
  const { t } = useTranslation()
  const { base, drafts, today, change } = venue
  if (base === null) return null
  const set = (sessions: readonly SessionDraft[]) => change({ sessions })
  const put = (key: string, part: Partial<SessionDraft>) => set(drafts.map((each) => (each.key === key ? { ...each, ...part } : each)))
  const names = venue.sheet?.sessions ?? []
  const past = drafts.some(({ date }) => date < today)
  return (
    <>
      {past && (
        <div className={sessionsStyles['past']} role="alert">
          <span>▲ {t('setup.sessions_past', { today })}</span>
          <Button onClick={() => set(movedTo(drafts, today, names))}>{t('setup.move_sessions')}</Button>
        </div>
      )}
      {drafts.length === 0 && <p>{t('setup.no_sessions')}</p>}
      {drafts.map((draft, index) => (
        <HalfDay
          key={draft.key}
          draft={draft}
          n={index}
          stages={stagesOf(base)}
          ownPools={base.pools.some((pool) => pool.session === draft.key)}
          wrong={(field) => {
            const message = faults?.sessions[index]?.get(field)
            return message === undefined ? undefined : inTongue(message)
          }}
          past={draft.date < today}
          names={names}
          count={due.find(({ session }) => session === venue.made?.pack.sessions[index]?.id)?.count ?? null}
          onChange={(part) => put(draft.key, part)}
          onRemove={() => set(drafts.filter(({ key }) => key !== draft.key))}
        />
      ))}
      <div className={belowStyles['below']}>
        <Button onClick={() => set([...drafts, nextSession(base, drafts, venue.start)])}>{t('setup.add_session')}</Button>
        {notDue > 0 && <span className={belowStyles['warn']}>▲ {t('setup.not_due', { n: notDue })}</span>}
        {noWritten > 0 && <span className={belowStyles['warn']} role="alert">▲ {t('setup.no_written', { n: noWritten })}</span>}
      </div>
    </>
  )
}

function HalfDay({ draft, n, stages, ownPools, names, wrong, past, count, onChange, onRemove }: {
  draft: SessionDraft
  n: number
  /** The stages the pack has rules for. */
  stages: readonly HeldStage[]
  ownPools: boolean
  /** What the sheet calls its sessions. */
  names: readonly string[]
  wrong: (field: string) => string | undefined
  past: boolean
  count: number | null
  onChange: (part: Partial<SessionDraft>) => void
  onRemove: () => void
}) {
  const { t } = useTranslation()
  const renamed = { name: nameAfter(draft, names) }
  const kinds: PoolKind[] = ['bySex', 'one', ...(ownPools ? (['own'] as const) : [])]
  const letters = draft.pools === 'bySex' ? ['setup.letters_m', 'setup.letters_f'] : ['setup.letters_all']
  // interviews are held in rooms of their own; a half day that begins to hold them holds nothing else
  const hold = (stage: HeldStage, held: boolean) => {
    const others = heldStages.filter((each) => (each === stage ? held : draft.stages.includes(each)))
    const stages = held ? others.filter((each) => isScored(each) === isScored(stage)) : others
    const rooms = stages.some(isScored)
    const pools: PoolKind = rooms ? 'rooms' : draft.pools === 'rooms' ? 'bySex' : draft.pools
    onChange({ stages, pools, letters: pools === draft.pools ? draft.letters : lettersFor(pools, n), shortlist: rooms && (draft.shortlist || pools !== draft.pools), ...renamed })
  }
  return (
    <fieldset className={sessionsStyles['session']}>
      <legend>{t('setup.session_n', { n: n + 1 })}</legend>
      <div className={sessionsStyles['when']}>
        <TextField label={t('setup.session_date')} inputMode="numeric" maxLength={10} placeholder="2026-01-31" value={draft.date} wrong={wrong('date') ?? (past ? t('setup.date_past') : undefined)} onChange={(event) => onChange({ date: dateOf(event.currentTarget.value), ...renamed })} />
        <Choice
          label={t('setup.session_half')}
          value={draft.half}
          wrong={wrong('half')}
          options={[['am', t('setup.half.am')], ['pm', t('setup.half.pm')]]}
          onChange={(event) => onChange({ half: event.currentTarget.value === 'pm' ? 'pm' : 'am', ...renamed })}
        />
        <TextField label={t('setup.window_from')} inputMode="numeric" maxLength={5} value={draft.from} wrong={wrong('window.from')} onChange={(event) => onChange({ from: minuteOf(event.currentTarget.value) })} />
        <TextField label={t('setup.window_to')} inputMode="numeric" maxLength={5} value={draft.to} wrong={wrong('window.to')} onChange={(event) => onChange({ to: minuteOf(event.currentTarget.value) })} />
        <TextField className={sessionsStyles['name']} label={t('setup.session_name')} placeholder={t('setup.session_name_made')} maxLength={60} value={draft.name} wrong={wrong('title')} onChange={(event) => onChange({ name: event.currentTarget.value })} />
      </div>
      <div className={draft.pools === 'rooms' ? `${sessionsStyles['how']} ${sessionsStyles['marked']}` : sessionsStyles['how']}>
        <div className={sessionsStyles['stages']} role="group" aria-label={t('setup.session_stages')}>
          <span>{t('setup.session_stages')}</span>
          <div>
            {heldStages.filter((stage) => !isScored(stage) || stages.includes(stage)).map((stage) => (
              <Tick
                key={stage}
                label={t(`setup.stage.${stage}`)}
                disabled={!stages.includes(stage)}
                title={stages.includes(stage) ? undefined : t('setup.stage_unavailable')}
                checked={draft.stages.includes(stage)}
                onChange={(event) => hold(stage, event.currentTarget.checked)}
              />
            ))}
          </div>
          {stages.some(isScored) && <small>{t('setup.stages_apart')}</small>}
          {wrong('stages') !== undefined && <em role="alert">{wrong('stages')}</em>}
        </div>
        {draft.pools === 'rooms' ? (
          <>
            <Choice
              label={t('setup.rooms')}
              value={String(draft.letters.length)}
              wrong={wrong('rooms')}
              options={Array.from({ length: 12 }, (_, at) => [String(at + 1), t('setup.room_count', { n: at + 1 })] as const)}
              onChange={(event) => onChange({ letters: lettersFor('rooms', n, Number(event.currentTarget.value)) })}
            />
            <Choice
              label={t('setup.who_comes')}
              value={draft.shortlist ? 'shortlist' : 'roster'}
              options={[['shortlist', t('setup.comes.shortlist')], ['roster', t('setup.comes.roster')]]}
              onChange={(event) => onChange({ shortlist: event.currentTarget.value === 'shortlist' })}
            />
          </>
        ) : (
          <Choice
            label={t('setup.pools')}
            value={draft.pools}
            options={kinds.map((kind) => [kind, t(`setup.pool_kind.${kind}`)] as const)}
            onChange={(event) => {
              const pools = kinds.find((kind) => kind === event.currentTarget.value) ?? 'bySex'
              onChange({ pools, letters: lettersFor(pools, n) })
            }}
          />
        )}
        {draft.pools !== 'own' && draft.pools !== 'rooms' && letters.map((label, at) => (
          <TextField
            key={label}
            label={t(label)}
            maxLength={24}
            value={draft.letters[at] ?? ''}
            wrong={at === letters.length - 1 ? wrong('pools.letters') : undefined}
            onChange={(event) => {
              const typed = event.currentTarget.value.normalize('NFKC').toUpperCase().trim()
              onChange({ letters: letters.map((_, each) => (each === at ? typed : (draft.letters[each] ?? ''))) })
            }}
          />
        ))}
      </div>
      <div className={belowStyles['below']}>
        {draft.shortlist ? <strong>{t('setup.session_listed')}</strong> : count !== null && <strong>{t('setup.session_due', { n: count })}</strong>}
        {wrong('due.posts') !== undefined || wrong('due') !== undefined ? <em role="alert">{t('setup.session_nobody')}</em> : null}
        <Button kind="quiet" onClick={onRemove}>{t('setup.remove_session', { n: n + 1 })}</Button>
      </div>
    </fieldset>
  )
}

/** Typed as people type: 20260131, 2026/1/31 and full-width digits become 2026-01-31. */
function dateOf(typed: string): string {
  const text = typed.normalize('NFKC').trim()
  const [, year = '', month = '', day = ''] = /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? /^(\d{4})[/.年](\d{2})[/.月](\d{2})$/.exec(text) ?? []
  return year === '' ? text : `${year}-${month}-${day}`
}

/** Typed as people type: 8:30, 0830 and full-width digits become 08:30. */
function minuteOf(typed: string): string {
  const text = typed.normalize('NFKC').trim()
  return /^\d{4}$/.test(text) ? `${text.slice(0, 2)}:${text.slice(2)}` : /^\d:\d{2}$/.test(text) ? `0${text}` : text
}
