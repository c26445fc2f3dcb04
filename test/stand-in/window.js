import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { app, openWindows } from './app.js'
import { encode } from './codec.js'
import { guard, preventable, tell } from './guard.js'
import { answerInvoke } from './ipc.js'
import { closePortsOf, deliver } from './ports.js'
import { toApp, toWeb } from './session.js'
import { inPage } from './page.js'
import { printAnswer } from './small-modules.js'

const here = import.meta.dirname
const insecure = (wanted) =>
  wanted.nodeIntegration ||
  wanted.contextIsolation === false ||
  wanted.sandbox === false ||
  wanted.webSecurity === false

class WebContents extends EventEmitter {
  #window
  #out = []
  #after = []
  #scheduled = false
  page
  openHandler
  expected
  constructor(window, session) {
    super()
    this.#window = window
    this.session = session
    const contents = this
    this.mainFrame = {
      get url() {
        return toApp(contents.page?.url() ?? '')
      },
      get origin() {
        return /^app:\/\/[^/]*/.exec(this.url)?.[0] ?? 'null'
      },
    }
  }
  push(message) {
    this.#out.push(message)
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      // a page that is being closed cannot take messages any more
      this.page?.evaluate((batch) => window.__standInReceive?.(batch), this.#out.splice(0)).catch(() => undefined)
    })
  }
  pushAfter(message) {
    this.#after.push(message)
  }
  postMessage(channel, message, transfer = []) {
    const ports = transfer.map((port) => port.moveTo(this))
    this.push({ t: 'ipc', ch: channel, v: encode([message]), ports })
    for (const each of this.#after.splice(0)) this.push(each)
  }
  setWindowOpenHandler(handler) {
    this.openHandler = handler
  }
  getURL() {
    return this.mainFrame.url
  }
  isDestroyed() {
    return this.#window.isDestroyed()
  }
  print(_options, done) {
    const { done: printed, reason } = printAnswer()
    tell({ t: 'print' })
    done(printed, reason)
  }
  async printToPDF(options = {}) {
    return await this.page.pdf({
      printBackground: options.printBackground,
      preferCSSPageSize: options.preferCSSPageSize,
      format: 'A4',
    })
  }
  reload() {
    this.expected = this.getURL()
    void this.page.reload()
  }
}

export class BrowserWindow extends EventEmitter {
  static getAllWindows() {
    return [...openWindows.values()]
  }
  #options
  #opened
  #destroyed = false
  constructor(options) {
    super()
    const wanted = options.webPreferences ?? {}
    if (insecure(wanted) || !app.sandboxed) throw new Error('stand-in: insecure webPreferences')
    if (wanted.session === undefined) throw new Error('stand-in: a window without its own session')
    this.id = openWindows.size + 1
    this.#options = options
    this.webContents = guard('webContents', new WebContents(this, wanted.session))
    openWindows.set(this.id, this)
    app.emit('web-contents-created', {}, this.webContents)
    this.#opened = this.#open(wanted)
  }
  async #open({ session, preload, additionalArguments = [] }) {
    const page = await (await session.context()).newPage()
    this.webContents.page = page
    page.standInContents = this.webContents
    await page.setViewportSize({ width: this.#options.width ?? 800, height: this.#options.height ?? 600 })
    await page.exposeBinding('__standIn', (_source, message) => this.#fromPage(message))
    if (preload !== undefined) {
      const codec = readFileSync(path.join(here, 'codec.js'), 'utf8').replaceAll(/^export /gm, '')
      // as a function in the injected script, because the page's policy forbids making code from text
      const bundle = `function (require, module, exports, process) { ${readFileSync(preload, 'utf8').replace(/^\/\/# sourceMappingURL.*$/m, '')}\n }`
      await page.addInitScript(
        `{ ${codec};\n(${String(inPage)})(${bundle}, encode, decode, ${JSON.stringify(additionalArguments)}) }`,
      )
    }
    page.on('console', (line) => {
      if (process.env.STANDIN_LOG) console.error(`[page ${line.type()}] ${line.text()}`)
    })
    page.on('pageerror', (error) => {
      tell({ t: 'pageerror', message: error.message })
      console.error('[pageerror]', error)
    })
    page.on('crash', () => this.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 }))
    page.on('popup', (popup) => {
      const verdict = this.webContents.openHandler?.({ url: toApp(popup.url()) })
      tell({ t: 'popup', action: verdict?.action ?? 'none' })
      if (verdict?.action !== 'allow') void popup.close()
    })
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame()) closePortsOf(this.webContents)
    })
    page.on('close', () => this.#gone())
  }
  async #fromPage(message) {
    const event = { sender: this.webContents, senderFrame: this.webContents.mainFrame, ports: [] }
    if (message.t === 'port') return void deliver(message.id, message.v)
    if (message.t === 'invoke') return answerInvoke(event, message.ch, message.v)
    throw new Error(`stand-in: ${message.t} from the page is not supported`)
  }
  async loadURL(url) {
    await this.#opened
    this.webContents.expected = url
    await this.webContents.page.goto(toWeb(url), { waitUntil: 'load' })
    this.emit('ready-to-show')
    tell({ t: 'loaded', url })
  }
  show() {
    tell({ t: 'shown' })
  }
  focus() {}
  isMinimized() {
    return false
  }
  restore() {}
  removeMenu() {}
  isDestroyed() {
    return this.#destroyed
  }
  async close() {
    const event = preventable()
    this.emit('close', event)
    if (event.defaultPrevented) return
    await this.#opened
    await this.webContents.page.close()
  }
  #gone() {
    if (this.#destroyed) return
    this.#destroyed = true
    openWindows.delete(this.id)
    closePortsOf(this.webContents)
    this.emit('closed')
    if (openWindows.size > 0) return
    if (app.listenerCount('window-all-closed') > 0) app.emit('window-all-closed')
    else app.quit()
  }
}
