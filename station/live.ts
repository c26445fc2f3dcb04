import { signedInCall, type StationMethods } from './station-methods.ts'

/** Live updates: one stream per screen, which ends when its person is locked out, leaves or hangs up. */
export const liveMethods: StationMethods<'live'> = {
  changes: (call) => {
    const { venue, signedIn, signal } = signedInCall(call)
    return venue.hub.changes(() => venue.tokens.present().includes(signedIn), signal)
  },
}
