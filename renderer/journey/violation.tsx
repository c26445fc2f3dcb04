import type { Journey } from '../../shared/api/journey.ts'
import type { SessionInfo } from '../../shared/api/sessions.ts'
import { ViolationForm } from '../parts/violation-form.tsx'

/** A violation of somebody found by name: any item or marked stage of this half day can be what it ends (规则 §10). */
export function Violation({ session, journey, onDone }: { session: SessionInfo; journey: Journey; onDone: () => void }) {
  const parts = journey.items
    .filter((each) => session.stages.includes(each.item) || (session.stages.includes('fitness') && !journey.stages.includes(each.item)))
    .map((each) => ({ part: each.item, title: each.title, marked: session.stages.includes(each.item), open: each.state === 'open' }))
  return <ViolationForm session={session.id} of={{ candidate: journey.row.candidate }} parts={parts} onClose={onDone} />
}
