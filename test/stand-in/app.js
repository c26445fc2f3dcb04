import { EventEmitter } from 'node:events'
import { mkdirSync, mkdtempSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { closeBrowser, startBrowser } from './browser.js'
import { guard, preventable, tell } from './guard.js'

const base = process.env.STANDIN_USER_DATA ?? mkdtempSync(path.join(os.tmpdir(), 'kaodian-standin-'))
const paths = new Map([['userData', base]])

/** Windows register here so that quit can close them without the two modules importing each other. */
export const openWindows = new Map()

class App extends EventEmitter {
  #started = Promise.withResolvers()
  #ready = false
  #quitting = false
  isPackaged = process.env.STANDIN_PACKAGED === '1'
  sandboxed = false
  commandLine = guard('commandLine', {
    appendSwitch() {},
    hasSwitch: (name) => process.argv.some((each) => each.startsWith(`--${name}`)),
  })

  constructor() {
    super()
    setImmediate(() => void this.#start())
  }
  async #start() {
    await startBrowser()
    this.#ready = true
    this.emit('ready', {})
    this.#started.resolve()
  }
  whenReady() {
    return this.#started.promise
  }
  isReady() {
    return this.#ready
  }
  enableSandbox() {
    if (this.#ready) throw new Error('stand-in: enableSandbox must be called before ready')
    this.sandboxed = true
  }
  getPath(name) {
    if (!paths.has(name)) paths.set(name, path.join(base, name))
    mkdirSync(paths.get(name), { recursive: true })
    return paths.get(name)
  }
  setPath(name, place) {
    paths.set(name, place)
  }
  getVersion() {
    return '0.0.0-standin'
  }
  getAppPath() {
    return process.cwd()
  }
  setAppUserModelId() {}
  requestSingleInstanceLock() {
    return process.env.STANDIN_SECOND_INSTANCE !== '1'
  }
  quit() {
    if (this.#quitting) return
    this.#quitting = true
    void this.#quit()
  }
  async #quit() {
    const before = preventable()
    this.emit('before-quit', before)
    if (!before.defaultPrevented) {
      for (const window of [...openWindows.values()]) await window.close()
      const will = preventable()
      this.emit('will-quit', will)
      if (!will.defaultPrevented) return this.exit(0)
    }
    this.#quitting = false
  }
  exit(code = 0) {
    this.emit('quit', {}, code)
    void closeBrowser().finally(() => process.exit(code))
  }
}

export const app = guard('app', new App())

for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => app.quit())
process.on('message', (message) => {
  if (message?.t === 'close') for (const window of openWindows.values()) void window.close()
  if (message?.t === 'quit') app.quit()
  if (message?.t === 'emit') app.emit(message.event, {})
})
// a test that died leaves no program and no browser behind
process.on('disconnect', () => void closeBrowser().finally(() => process.exit(1)))
tell({ t: 'started' })
