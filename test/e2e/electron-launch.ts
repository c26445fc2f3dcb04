import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { root } from '../architecture/tree.ts'

interface Message {
  t: string
  [key: string]: unknown
}

/** The built desktop program, running under the stand-in for Electron, with its window as a page. */
export interface DesktopApp {
  readonly page: Page
  /** Folder given as Electron's userData; the station's data is in it unless `--data` says otherwise. */
  readonly userData: string
  /** Everything the stand-in told, in order: windows, dialogs, prints, page errors. */
  readonly messages: readonly Message[]
  /** Lines of the page's console that are errors or warnings, policy reports among them. */
  readonly complaints: readonly string[]
  /** Process id of the program's main process. */
  readonly pid: number
  /** PIN of a practice account, from the box that showed it when `--rehearsal` made the venue. */
  pinOf(operator: string): string
  answerOpenDialog(filePaths: string[]): void
  answerSaveDialog(filePath: string): void
  /** Lets time go by for the program: its wall clock and its measuring clock are this many ms further on. */
  pass(ms: number): Promise<void>
  /** Kills the main process as a power cut would. */
  kill(): Promise<void>
  /** Closes the window and answers the exit code of the program. */
  quit(): Promise<number | null>
  /** Removes the userData folder; the program must have ended. */
  forget(): void
}

export interface DesktopLaunch {
  /** Program arguments, such as `['--rehearsal', 'shenzhen-2023', '--candidates', '30', '--seed', '1']`. */
  readonly args?: readonly string[]
  /** An earlier run's folder, to start again on the same data. */
  readonly userData?: string
  readonly env?: Readonly<Record<string, string>>
}

/** Starts the built main process and preload (`dist/`) under the stand-in and waits until the window has loaded. */
export async function launchDesktop({ args = [], userData, env = {} }: DesktopLaunch = {}): Promise<DesktopApp> {
  const folder = userData ?? mkdtempSync(path.join(os.tmpdir(), 'kaodian-desktop-'))
  const messages: Message[] = []
  const complaints: string[] = []
  let wake: () => void = () => undefined
  const child = fork(path.join(process.env['KAODIAN_DIST'] ?? path.join(root, 'dist'), 'electron/main.js'), [...args], {
    execArgv: ['--import', path.join(root, 'test/stand-in/register.js')],
    env: { ...process.env, STANDIN_USER_DATA: folder, ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => resolve(code))
  })
  child.on('message', (message) => {
    messages.push(message as Message)
    wake()
  })
  const told = (kind: string): Promise<Message> => toldAfter(0, kind)
  const toldAfter = async (seen: number, kind: string): Promise<Message> => {
    for (;;) {
      const found = messages.slice(seen).find((message) => message.t === kind)
      if (found !== undefined) return found
      const news = new Promise<'news'>((resolve) => (wake = () => resolve('news')))
      const first = await Promise.race([news, ended.then((code) => ({ code }))])
      if (first === 'news') continue
      if (userData === undefined) rmSync(folder, { recursive: true, force: true })
      const said = JSON.stringify(messages.filter((each) => each.t === 'dialog'))
      throw new Error(`the program ended with ${String(first.code)} before ${kind}: ${said}`)
    }
  }
  const { port } = await told('cdp')
  await told('loaded')
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${String(port)}`)
  const page = browser
    .contexts()
    .flatMap((context) => context.pages())
    .find((each) => each.url().startsWith('https://ui.kaodian.test/'))
  if (page === undefined) throw new Error('the stand-in opened no window')
  page.on('console', (line) => {
    if (line.type() === 'error' || line.type() === 'warning') complaints.push(line.text())
  })
  return {
    page,
    pid: child.pid ?? 0,
    userData: folder,
    messages,
    complaints,
    pinOf: (operator) => {
      const box = messages.find((message) => message.t === 'dialog' && message['kind'] === 'box')
      const shown = (box?.['options'] as { detail: string } | undefined)?.detail ?? ''
      const pin = new RegExp(`^${operator}\\s+(\\d+)`, 'm').exec(shown)?.[1]
      if (pin === undefined) throw new Error(`no PIN was shown for ${operator}`)
      return pin
    },
    answerOpenDialog: (filePaths) =>
      void child.send({ t: 'answer', kind: 'open', value: { canceled: false, filePaths } }),
    answerSaveDialog: (filePath) =>
      void child.send({ t: 'answer', kind: 'save', value: { canceled: false, filePath } }),
    pass: async (ms) => {
      const before = messages.length
      child.send({ t: 'pass', ms })
      await toldAfter(before, 'passed')
    },
    kill: async () => {
      child.kill('SIGKILL')
      await ended
      await browser.close().catch(() => undefined) // its browser may be gone with it
    },
    quit: async () => {
      if (child.connected) child.send({ t: 'close' })
      return ended
    },
    forget: () => rmSync(folder, { recursive: true, force: true }),
  }
}
