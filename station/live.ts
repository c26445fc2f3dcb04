import type { LiveMessage } from '../shared/api/venue.ts'
import { permissions } from '../shared/permissions.ts'
import { signedInCall, type StationMethods } from './station-methods.ts'

/** Live updates: one stream per screen, which ends when its person is locked out, leaves or hangs up. */
export const liveMethods: StationMethods<'live'> = {
  changes: (call) => {
    const { venue, caller, signedIn, signal } = signedInCall(call)
    const messages = venue.hub.changes(() => venue.tokens.present().includes(signedIn), signal)
    const rows = permissions['sessions.rows']
    const knows = typeof rows === 'string' || caller.roles.some((role) => rows.includes(role))
    return knows ? messages : withoutCandidates(messages)
  },
}

/** Whoever knows lots only hears that something changed, not about whom: the moment would tell which lot is which person. */
async function* withoutCandidates(messages: AsyncGenerator<LiveMessage, void, void>): AsyncGenerator<LiveMessage, void, void> {
  for await (const message of messages) yield { ...message, many: message.many || message.candidates.length > 0, candidates: [] }
}
