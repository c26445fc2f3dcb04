import { newCommand, systemChance } from '../exchange/chance.ts'
import { systemClock } from '../exchange/clock.ts'
import type { NewAccount } from './practice-accounts.ts'
import type { Station } from './station.ts'
import { StationUnusable } from './unusable.ts'
import { venueMethods } from './venue.ts'

/** A rehearsal as the command line names it; `candidates` 20–20,000. */
export interface AskedRehearsal {
  readonly rehearsal?: string
  readonly candidates: number
  readonly seed: number
}

/**
 * Opens the rehearsal asked for in an empty folder and answers its new accounts with their PINs, once. Nothing happens
 * when none was asked for or it is open already. Throws `StationUnusable` for a folder that holds something else.
 */
export async function openAskedRehearsal(station: Station, asked: AskedRehearsal): Promise<NewAccount[]> {
  const { rehearsal, candidates, seed } = asked
  const { venue } = station.inside
  if (rehearsal === undefined) return []
  if (venue !== null) {
    if (venue.meta.rehearsal === rehearsal) return []
    const what = venue.mode === 'live' ? `正式考点“${venue.name}”` : `另一个演练（${venue.meta.rehearsal}）`
    throw new StationUnusable(
      'other_venue',
      `数据文件夹 ${station.folder} 里已有${what}，不能在其中打开演练 ${rehearsal}。请用 --data 指定另一个文件夹。`,
    )
  }
  const call = { inside: station.inside, venue: null, caller: null, signedIn: null, signal: undefined }
  const cmd = newCommand(systemClock.now(), systemChance)
  const answer = await venueMethods.openRehearsal(call, { cmd, rehearsal, candidates, seed })
  if (answer.ok) return answer.accounts as NewAccount[]
  throw new StationUnusable(
    'other_venue',
    answer.refused.reason === 'unknown_rehearsal'
      ? `没有名为“${rehearsal}”的演练。内置的有：shenzhen-2023、wuhan-2025。`
      : `演练打不开：${answer.refused.reason}`,
  )
}
