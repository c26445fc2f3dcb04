import path from 'node:path'
import { app } from 'electron'
import { answerFiles } from './chosen-files.ts'
import { endWithLastWindow, endWithReason } from './ending.ts'
import { guardEveryPage } from './guards.ts'
import { answerConnect } from './line-to-station.ts'
import { isOnlyInstance } from './one-instance.ts'
import { registerPageScheme, servePage } from './page-scheme.ts'
import { openPageSession } from './page-session.ts'
import { answerPrinting } from './printing.ts'
import { readStartArguments } from './start-arguments.ts'
import { startStation } from './start-station.ts'
import { refuseDebugging } from './switches.ts'
import { openWindow } from './window.ts'

// The table of contents of a start. Nothing here waits at the top level: Electron becomes ready only when this file has
// been read to its end.

const programFolder = import.meta.dirname

async function start(): Promise<void> {
  const station = await startStation(readStartArguments(process.argv.slice(1), app.getPath('userData')))
  endWithLastWindow(() => station.close())
  answerConnect(station)
  answerPrinting()
  answerFiles()
  const session = openPageSession()
  servePage(session, path.join(programFolder, '../renderer'))
  await openWindow(session, programFolder)
}

refuseDebugging(process.argv, process.env)
registerPageScheme()
guardEveryPage()
if (isOnlyInstance()) app.whenReady().then(start).catch(endWithReason)
