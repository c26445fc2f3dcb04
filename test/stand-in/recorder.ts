import { EventEmitter } from 'node:events'

// The module `electron` for tests of single files of the shell: it does nothing and remembers what it was told.

type Listener = (...given: never[]) => unknown

/** What the shell did, in order, e.g. `app.enableSandbox`. */
export const done: string[] = []
export const note = (what: string): void => void done.push(what)

/** What the next questions to the fake system answer; tests set it. */
export const system = {
  packaged: true,
  switches: [] as string[],
  lock: true,
  keyring: true,
  backend: 'gnome_libsecret',
  open: { canceled: true, filePaths: [] as string[] },
  save: { canceled: true, filePath: '' },
  exits: [] as number[],
}

class App extends EventEmitter {
  get isPackaged(): boolean {
    return system.packaged
  }
  commandLine = {
    hasSwitch: (name: string) => system.switches.includes(name),
    appendSwitch: (name: string) => note(`appendSwitch ${name}`),
  }
  enableSandbox = () => note('enableSandbox')
  exit = (code: number) => void system.exits.push(code)
  quit = () => note('quit')
  getVersion = () => '9.9.9'
  requestSingleInstanceLock = () => system.lock
}
export const app = new App()

export const Menu = { setApplicationMenu: (menu: unknown) => note(`menu ${String(menu)}`) }

export const protocol = {
  schemes: [] as { scheme: string; privileges: Record<string, boolean> }[],
  registerSchemesAsPrivileged(schemes: { scheme: string; privileges: Record<string, boolean> }[]): void {
    protocol.schemes = schemes
  },
}

/** A session that remembers its handlers under the names of their setters. */
export class RecordedSession extends EventEmitter {
  readonly handlers = new Map<string, Listener | null>()
  readonly schemes = new Map<string, (request: Request) => Response | Promise<Response>>()
  readonly history: string[] = []
  protocol = {
    handle: (scheme: string, answer: (request: Request) => Response | Promise<Response>) =>
      this.schemes.set(scheme, answer),
  }
  webRequest = { onBeforeRequest: (listener: Listener) => this.keep('onBeforeRequest', listener) }
  readonly partition: string
  readonly options: unknown
  constructor(partition: string, options: unknown) {
    super()
    this.partition = partition
    this.options = options
  }
  keep(name: string, handler: Listener | null): void {
    this.history.push(`${name} ${handler === null ? 'null' : 'handler'}`)
    this.handlers.set(name, handler)
  }
  setPermissionRequestHandler = (handler: Listener | null) => this.keep('permissionRequest', handler)
  setPermissionCheckHandler = (handler: Listener | null) => this.keep('permissionCheck', handler)
  setDevicePermissionHandler = (handler: Listener | null) => this.keep('devicePermission', handler)
  setDisplayMediaRequestHandler = (handler: Listener | null) => this.keep('displayMedia', handler)
  setSpellCheckerEnabled = (on: boolean) => void this.history.push(`spellChecker ${String(on)}`)
}
export const session = { fromPartition: (name: string, options: unknown) => new RecordedSession(name, options) }

/** The contents of a fake window: an emitter with a main frame on our page. */
export class RecordedContents extends EventEmitter {
  mainFrame: { origin: string; url: string } | null = { origin: 'app://ui', url: 'app://ui/index.html' }
  opener: ((details: { url: string }) => { action: string }) | undefined
  readonly sent: { channel: string; ports: number }[] = []
  setWindowOpenHandler = (opener: (details: { url: string }) => { action: string }) => void (this.opener = opener)
  reload = () => note('reload')
  postMessage = (channel: string, _message: unknown, ports: unknown[]) =>
    void this.sent.push({ channel, ports: ports.length })
  print = (_options: unknown, then: (ok: boolean, reason: string) => void) => then(true, '')
  printToPDF = () => Promise.resolve(Buffer.from('%PDF-'))
}

export class BrowserWindow extends EventEmitter {
  static readonly made: BrowserWindow[] = []
  static getAllWindows = () => BrowserWindow.made
  readonly webContents = new RecordedContents()
  readonly addresses: string[] = []
  readonly options: { webPreferences: Record<string, unknown> }
  constructor(options: { webPreferences: Record<string, unknown> }) {
    super()
    this.options = options
    note('new BrowserWindow')
    BrowserWindow.made.push(this)
    app.emit('web-contents-created', {}, this.webContents)
  }
  loadURL = (address: string) => Promise.resolve(void this.addresses.push(address))
  removeMenu = () => note('removeMenu')
  show = () => note('show')
  focus = () => note('focus')
  restore = () => note('restore')
  isMinimized = () => true
  isDestroyed = () => false
}

export const ipcMain = {
  handlers: new Map<string, (event: unknown, ...given: unknown[]) => Promise<unknown>>(),
  handle(channel: string, answer: (event: unknown, ...given: unknown[]) => Promise<unknown>): void {
    ipcMain.handlers.set(channel, answer)
  },
}

export class MessageChannelMain {
  port1 = { start: () => note('port started') }
  port2 = {}
}

export const dialog = {
  showOpenDialog: () => Promise.resolve(system.open),
  showSaveDialog: () => Promise.resolve(system.save),
  showErrorBox: (title: string) => note(`error box ${title}`),
}

export const safeStorage = {
  isAsyncEncryptionAvailable: () => Promise.resolve(system.keyring),
  getSelectedStorageBackend: () => system.backend,
  encryptStringAsync: (text: string) => Promise.resolve(Buffer.from(`sealed:${text}`)),
  decryptStringAsync: (sealed: Buffer) =>
    Promise.resolve({ result: sealed.toString().slice(7), shouldReEncrypt: false }),
  encryptString: () => {
    throw new Error('the synchronous call is deprecated')
  },
}
