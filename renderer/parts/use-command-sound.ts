import { useEffect } from 'react'
import { sounds } from './sound.ts'
import type { Sending } from './use-command.ts'

/** Lets a form's outcome be heard: accepted, refused, and doubt where the station asks back. Never needed to know it. */
export function useCommandSound(state: Sending<unknown>): void {
  const reason = state.kind === 'refused' ? state.refused.reason : ''
  useEffect(() => {
    if (state.kind === 'done') sounds.accepted()
    else if (state.kind === 'failed') sounds.refused()
    else if (state.kind === 'refused') (reason === 'implausible' ? sounds.doubt : sounds.refused)()
  }, [state.kind, reason])
}
