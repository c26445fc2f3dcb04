import { refuse } from '../shared/api/answer.ts'
import { adoptionsOf } from '../db/shortlists.ts'
import { boardOf } from './board.ts'
import { close, closePreview } from './closing.ts'
import { bar, conductKinds, revoke, violate, withdraw } from './conduct.ts'
import { conflictsOf, resolveConflict } from './conflicts.ts'
import { exportList, rows } from './lists.ts'
import { holesOf, overview, sessionInfo } from './overview.ts'
import { heldBy } from './repeat.ts'
import { sessionOf } from './session-day.ts'
import type { UseCases } from './use-cases.ts'

/** Sessions from opening to closing, and what the chief sees in between (规则 §2, §10, §11). */
export const sessionsUseCases: UseCases<'sessions'> = {
  list: (venue) => venue.pack.sessions.map((session) => sessionInfo(venue, session)),

  open: (venue, caller, input) => {
    const held = heldBy(venue, input.cmd, ['session.opened'], (body) => body.session === input.session)
    if (held !== null) return held.ok ? { ok: true, fact: held.fact, repeated: true } : held
    const session = sessionOf(venue, input.session)
    if (session === null) return refuse('session_unknown', { session: input.session })
    const state = boardOf(venue).state(session.id)
    if (state === 'closed') return refuse('session_closed', { session: session.title.zh })
    if (state === 'open') return refuse('session_already_open')
    if (session.due.kind === 'shortlist') {
      const adopted = adoptionsOf(venue.db, session.id)
      const missing = session.due.posts.filter((post) => !adopted.has(post))
      if (missing.length > 0) return refuse('shortlist_missing', { posts: missing.join('、'), count: String(missing.length) })
    }
    const holes = holesOf(venue, session.id)
    if (holes.length > 0) {
      return refuse('pack_has_holes', { holes: holes.slice(0, 8).map((hole) => `${hole.path}（${hole.message.zh}）`).join('；'), count: String(holes.length) })
    }
    return venue.record(caller, 'session.opened', { session: session.id }, input.cmd)
  },

  overview,
  rows,
  exportList,
  closePreview,
  close,
  conflicts: (venue, _caller, { session }) => conflictsOf(venue, session),
  resolveConflict,
  withdraw,
  bar,
  conductKinds,
  violate,
  revoke,
}
