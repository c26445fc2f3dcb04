import { EventEmitter } from 'node:events'
import { decode, encode } from './codec.js'

class IpcMain extends EventEmitter {
  handlers = new Map()
  handle(channel, answer) {
    if (this.handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    this.handlers.set(channel, answer)
  }
  removeHandler(channel) {
    this.handlers.delete(channel)
  }
}
export const ipcMain = new IpcMain()

/** Answers one invoke of a page as Electron words it. */
export async function answerInvoke(event, channel, text) {
  const answer = ipcMain.handlers.get(channel)
  if (!answer) return { err: `Error: No handler registered for '${channel}'` }
  try {
    return { v: encode(await answer(event, ...decode(text))) }
  } catch (error) {
    return { err: error instanceof Error ? `${error.name}: ${error.message}` : String(error) }
  }
}
