import { useCallback, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SearchHit } from '../../shared/api/check-in.ts'
import { machineNow } from '../clock.ts'
import { answeredNo } from '../answers.ts'
import { station } from '../contract.ts'
import { useSession } from '../frame/session.ts'
import { useLive } from '../heard.ts'
import { Empty } from '../parts/empty.tsx'
import { Outcome, Refusal, sentence } from '../parts/refusal.tsx'
import { ResultFlash, type Flash } from '../parts/result-flash.tsx'
import { ScanField, type ScanHandle } from '../parts/scan-field.tsx'
import { sounds } from '../parts/sound.ts'
import { useAsk } from '../parts/use-ask.ts'
import { useCommand } from '../parts/use-command.ts'
import { useDraft } from '../parts/use-draft.ts'
import { PersonCard, type Ended } from './card.tsx'
import { personHere, readForm, type DeskForm } from './desk-form.ts'
import { Hits } from './hits.tsx'
import { Queue } from './queue.tsx'
import styles from './room.module.css'
import { useDeskKeys } from './use-desk-keys.ts'

/** What the left half shows: the live queue, or what was found for the text in the field. */
type Search = { kind: 'none' } | { kind: 'found'; query: string; hits: readonly SearchHit[]; total: number; at: number } | { kind: 'failed'; code: string }

/** The check-in desk (规则 §3, §4): one field on the left, the person on the right, and no mouse needed. */
export default function CheckIn() {
  const { t } = useTranslation()
  const session = useSession()
  if (session === undefined) return <Empty title={t('check-in.no_session')} next={t('check-in.no_session_next')} />
  return <Desk key={session.id} session={session.id} />
}

function Desk({ session }: { session: string }) {
  const { t } = useTranslation()
  const field = useRef<ScanHandle>(null)
  const asked = useRef(0)
  const [search, setSearch] = useState<Search>({ kind: 'none' })
  const [flash, setFlash] = useState<Flash | null>(null)
  const [text, setText, clearText] = useDraft(`check-in/desk/${session}`)
  const form = useMemo(() => readForm(text), [text])
  const change = useCallback((next: DeskForm) => setText(JSON.stringify(next)), [setText])
  const offset = useLive((live) => live.offset)
  const refuse = useCommand(station.checkIn.refuse)
  const card = useAsk(form.candidate === '' ? null : `${session} ${form.candidate}`, (signal) => station.checkIn.card({ session, candidate: form.candidate }, { signal }), ['check-in', 'sessions', 'lots'])

  const find = async (query: string): Promise<{ hits: readonly SearchHit[]; exact: string | null } | undefined> => {
    asked.current += 1
    const mine = asked.current
    if (query === '') {
      setSearch({ kind: 'none' })
      return undefined
    }
    try {
      const found = await station.checkIn.search({ session, query, limit: 30 })
      if (mine !== asked.current) return undefined
      setSearch({ kind: 'found', query, hits: found.hits, total: found.total, at: 0 })
      return found
    } catch (error) {
      if (mine === asked.current) setSearch({ kind: 'failed', code: answeredNo(error) ?? 'no_answer' })
      return undefined
    }
  }
  const open = (candidate: string) => {
    asked.current += 1
    setFlash(null)
    setSearch({ kind: 'none' })
    field.current?.clear()
    refuse.reset()
    change(personHere(candidate))
  }
  const enter = async (query: string) => {
    if (query === '') return
    if (search.kind === 'found' && search.query === query) {
      const hit = search.hits[search.at]
      if (hit !== undefined) open(hit.candidate)
      return
    }
    const found = await find(query)
    const [only, another] = found?.hits ?? []
    if (found?.exact != null) open(found.exact)
    else if (only !== undefined && another === undefined) open(only.candidate)
    else if (only === undefined && found !== undefined) sounds.refused()
  }
  const close = useCallback(() => {
    clearText()
    field.current?.clear()
    field.current?.focus()
  }, [clearText])
  const ended = (end: Ended) => {
    close()
    const key = String(machineNow())
    switch (end.kind) {
      case 'admitted':
        sounds.accepted()
        setFlash({ kind: 'done', key, title: end.rosterNumber, text: t('check-in.admitted', { name: end.name }) })
        return
      case 'refused': {
        sounds.refused()
        const { why, next } = sentence(t, end.reason, end.detail)
        setFlash({ kind: 'refused', key, title: t('check-in.refused', { why }), text: next })
        return
      }
      default:
        end satisfies never
    }
  }
  const notOnList = async () => {
    if (search.kind !== 'found') return
    const done = await refuse.send({ session, candidate: null, reason: 'not_on_list', note: search.query })
    if (done !== undefined) ended({ kind: 'refused', reason: 'not_on_list', detail: {} })
  }
  const flashOver = useCallback(() => setFlash(null), [])
  useDeskKeys({ F8: search.kind === 'found' && search.hits.length === 0 && form.candidate === '' ? () => void notOnList() : undefined })

  return (
    <div className={styles['desk']} data-open={form.candidate !== '' && search.kind === 'none'}>
      <ResultFlash flash={flash} onOver={flashOver} />
      <section className={styles['left']} aria-label={t('check-in.find')}>
        <ScanField
          ref={field}
          label={t('check-in.find')}
          placeholder={t('check-in.find_placeholder')}
          controls="check-in-hits"
          active={search.kind === 'found' && search.hits.length > 0 ? `check-in-hits-${String(search.at)}` : undefined}
          onText={(query) => void find(query)}
          onEnter={(query) => void enter(query)}
          onMove={(by) => {
            if (search.kind === 'found') setSearch({ ...search, at: Math.max(0, Math.min(search.hits.length - 1, search.at + by)) })
          }}
        />
        <Outcome of={refuse.state} again={() => void notOnList()} />
        {search.kind === 'failed' && <Refusal reason="no_answer" detail={{ code: search.code }} />}
        {search.kind === 'found' ? (
          <Hits
            id="check-in-hits"
            query={search.query}
            hits={search.hits}
            total={search.total}
            at={search.at}
            busy={refuse.busy}
            onOpen={open}
            onNotOnList={() => void notOnList()}
          />
        ) : (
          <Queue session={session} selected={form.candidate} onOpen={open} />
        )}
      </section>
      <div className={styles['right']}>
        {form.candidate === '' && <Empty title={t('check-in.nobody_here')} next={t('check-in.nobody_here_next')} />}
        {form.candidate !== '' && card.value?.ok === true && (
          <PersonCard
            key={form.candidate}
            card={card.value.card}
            at={card.at + offset}
            session={session}
            form={form}
            change={change}
            onEnded={ended}
            onClose={close}
          />
        )}
        {form.candidate !== '' && card.value?.ok === false && <Refusal reason={card.value.refused.reason} detail={card.value.refused.detail} />}
        {form.candidate !== '' && card.state === 'failed' && <Refusal reason="no_answer" detail={{ code: card.code }} />}
      </div>
    </div>
  )
}
