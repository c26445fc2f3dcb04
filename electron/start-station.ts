import { app, dialog } from 'electron'
import { openAskedRehearsal } from '../station/asked-rehearsal.ts'
import type { NewAccount } from '../station/practice-accounts.ts'
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

/** Shows the PINs of a rehearsal that was just made: the only time they exist outside the operators' heads. */
async function showAccounts(accounts: readonly NewAccount[]): Promise<void> {
  if (accounts.length === 0) return
  const detail = accounts.map(({ operator, name, pin }) => `${operator}　${pin}　${name}`).join('\n')
  await dialog.showMessageBox({
    type: 'info',
    title: '演练账号',
    message: '演练账号（只显示这一次，仅供演练）',
    detail,
  })
}

/**
 * Opens the station on its folder with keys sealed by the system, and the rehearsal if one was asked for. Throws
 * `NoKeyring` or `StationUnusable`.
 */
export async function startStation(given: StartArguments): Promise<Station> {
  const keeper = await openKeySeal({ rehearsal: given.rehearsal !== undefined })
  if (typeof keeper === 'string') throw new NoKeyring(advice[keeper])
  const station = await openStation({ folder: given.data, keeper, program: `kaodian ${app.getVersion()}` })
  try {
    await showAccounts(await openAskedRehearsal(station, given))
  } catch (error) {
    await station.close()
    throw error
  }
  return station
}
