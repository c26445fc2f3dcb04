import { openStation, type Station } from '../station/station.ts'
import { openKeySeal, type SealRefusal } from './key-seal.ts'
import type { StartArguments } from './start-arguments.ts'

/** This machine cannot keep a key; `message` says what to do. */
export class NoKeyring extends Error {
  override name = 'NoKeyring'
}

const advice: Record<SealRefusal, string> = {
  no_keyring: '系统没有可用的密钥环，考试数据的密钥无法封存。请先登录桌面密钥环（如 gnome-keyring）再启动。',
  plain_text_keyring: '系统密钥环不可用（basic_text 等于明文）。请安装并登录桌面密钥环，或用 --rehearsal 进行演练。',
}

/** Opens the station on its folder with keys sealed by the system. Throws `NoKeyring` or `StationUnusable`. */
export async function startStation(given: StartArguments): Promise<Station> {
  const keeper = await openKeySeal({ rehearsal: given.rehearsal !== undefined })
  if (typeof keeper === 'string') throw new NoKeyring(advice[keeper])
  return openStation({ folder: given.data, keeper })
}
