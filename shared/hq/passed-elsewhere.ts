import type { Session, Stage } from '../pack-schema.ts'

/** One half day and the venue that holds it. */
export interface HeldAt { venue: string; session: Session }

/** The half days somebody may come to: those they are due in, and those that a shortlist of their post fills. */
export function mayComeTo(sessions: readonly HeldAt[], due: readonly string[], post: string): HeldAt[] {
  return sessions.filter(({ session }) => due.includes(session.id) || (session.due.kind === 'shortlist' && session.due.posts.includes(post)))
}

/**
 * What a venue is told as passed at other venues (decision 0112): of the stages a person has `passed` anywhere, those that
 * none of their half days at this venue holds and a half day at another one held before the last they come to here. The
 * package carries it and HQ's own projection goes by it, so that both give the same standing. In the order of `passed`.
 */
export function passedAtOthers(passed: readonly Stage[], halfDays: readonly HeldAt[], venue: string): Stage[] {
  const here = halfDays.filter((each) => each.venue === venue).map(({ session }) => session)
  const away = halfDays.filter((each) => each.venue !== venue).map(({ session }) => session)
  if (here.length === 0 || away.length === 0) return []
  return passed.filter((stage) =>
    !here.some(({ stages }) => stages.includes(stage)) &&
    away.some((other) => other.stages.includes(stage) && here.some((own) => slotOf(other) < slotOf(own))))
}

const slotOf = ({ date, half }: Session): string => `${date} ${half}`
