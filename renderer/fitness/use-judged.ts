import { useState } from 'react'
import type { JudgeView } from '../../shared/api/fitness.ts'
import type { Refusal } from '../../shared/api/answer.ts'
import { station } from '../contract.ts'
import { useWho } from '../frame/who.ts'
import { useAsk } from '../parts/use-ask.ts'

/** One lot at one item, kept fresh: what the judge works on, and what others did to it meanwhile. */
export interface Judged {
  view: JudgeView | undefined
  refused: Refusal | undefined
  failed: boolean
  /** Somebody else's newest attempt on this lot since it was opened here; it never replaces what is being typed. */
  news: { by: string; at: number } | undefined
  /** Takes the answer of one's own command: shown at once, before the station repeats it. */
  took: (view: JudgeView) => void
  seen: () => void
  again: () => void
}

const facts = (view: JudgeView) => [...view.attempts.map((attempt) => attempt.fact), ...(view.signed === null ? [] : [view.signed.fact])]

/** `lot: null` asks nothing. Mounted once per lot (by key), so that nothing of the last candidate can remain. */
export function useJudged(session: string, lot: string | null, item: string): Judged {
  const me = useWho((who) => who.me)
  const asked = useAsk(
    lot === null ? null : `${session} ${lot} ${item}`,
    () => station.fitness.find({ session, lot: lot ?? '', item }),
    ['fitness', 'heats', 'psych', 'check-in', 'conflicts', 'sessions'],
  )
  const [own, setOwn] = useState<{ view: JudgeView; asked: number } | null>(null)
  const [known, setKnown] = useState<readonly string[] | null>(null)

  const answered = asked.value?.ok === true ? asked.value.view : undefined
  const view = own !== null && own.asked === asked.at ? own.view : answered
  if (known === null && view !== undefined) setKnown(facts(view))

  // a name or an account, as the station tells it
  const mine = (by: string) => by === me?.name || by === me?.operator
  const fresh = known === null ? undefined : view?.attempts.findLast((attempt) => !known.includes(attempt.fact) && !mine(attempt.by))
  const signed = known === null || view?.signed == null || known.includes(view.signed.fact) || mine(view.signed.by) ? undefined : view.signed
  return {
    view,
    refused: asked.value?.ok === false ? asked.value.refused : undefined,
    failed: asked.state === 'failed' && view === undefined,
    news: signed ?? fresh,
    took: (taken) => {
      setOwn({ view: taken, asked: asked.at })
      setKnown(facts(taken))
    },
    seen: () => setKnown(view === undefined ? null : facts(view)),
    again: asked.again,
  }
}
