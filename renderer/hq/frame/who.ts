import { create } from 'zustand'
import type { HqMe } from '../../../shared/hq/api/accounts.ts'
import type { HqMethodName } from '../../../shared/hq/api.ts'
import { answeredNo } from '../../answers.ts'
import { heardClock, useLive } from '../../heard.ts'
import { hq, seatLost, token } from '../contract.ts'

/** What HQ says of itself before anybody is signed in. */
export interface HqState {
  state: 'empty' | 'ready'
  program: string
  hq: string
  store: 'sqlite' | 'postgres'
  now: number
}
export type Hq = { kind: 'asking' } | { kind: 'unreachable' } | { kind: 'known'; state: HqState }

interface Who {
  hq: Hq
  /** The signed-in person, or null; `step` other than 'in': the sign-in is not over. */
  me: HqMe | null
}

/** Who sits here, and at which HQ. */
export const useWho = create<Who>(() => ({ hq: { kind: 'asking' }, me: null }))

/** HQ's state where it is known to exist: inside the frame it always is. */
export function useHq(): HqState {
  const found = useWho((who) => who.hq)
  if (found.kind !== 'known') throw new Error('the frame is shown only once HQ is known')
  return found.state
}

/** Asks HQ what it is, and who this window's token belongs to. */
export async function meet(): Promise<void> {
  try {
    const state = await hq.system.state()
    heardClock(state.now)
    const me = token.get() === '' ? null : await whose()
    useWho.setState({ hq: { kind: 'known', state }, me })
  } catch {
    useWho.setState({ hq: { kind: 'unreachable' } })
  }
}

async function whose(): Promise<HqMe | null> {
  try {
    return await hq.accounts.me()
  } catch (error) {
    // seatLost has emptied the seat already
    if (answeredNo(error) !== undefined) return null
    throw error
  }
}

/** Puts a person at this window. */
export function seat(me: HqMe, text?: string): void {
  if (text !== undefined) token.set(text)
  useWho.setState({ me })
}

/** Leaves the window without anybody, and without what the last person typed. */
export function leave(): void {
  token.set('')
  for (const key of Object.keys(sessionStorage)) if (key.startsWith('kaodian.hq.draft.')) sessionStorage.removeItem(key)
  useLive.setState({ link: 'waiting' })
  useWho.setState({ me: null })
}
seatLost.tell = leave

/** Ends the sign-in here and at HQ. */
export function signOut(): void {
  hq.accounts.signOut().catch(() => undefined)
  leave()
}

/** Whether HQ's table of rights lets this person call the method, as HQ said at the sign-in. */
export function may(me: HqMe, method: HqMethodName): boolean {
  return me.may.includes(method)
}

/** Whether the person at this window may call the method: a screen shows no button that the gate would refuse. */
export function useMay(method: HqMethodName): boolean {
  return useWho(({ me }) => me !== null && may(me, method))
}
