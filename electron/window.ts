import path from 'node:path'
import { app, BrowserWindow, type Session, type WebPreferences } from 'electron'
import { pageAddress } from '../shared/shell.ts'

/** Every security setting of the window, each named even where it is the default today. */
export const pagePreferences = Object.freeze({
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  contextIsolation: true,
  sandbox: true,
  webSecurity: true,
  allowRunningInsecureContent: false,
  webviewTag: false,
  plugins: false,
  experimentalFeatures: false,
  navigateOnDragDrop: false,
  devTools: false,
  spellcheck: false,
  safeDialogs: true,
} satisfies WebPreferences)

/** Opens the program's one window on its first page. */
export async function openWindow(session: Session, programFolder: string): Promise<BrowserWindow> {
  const window = new BrowserWindow({
    title: '考点',
    width: 1280,
    height: 800,
    minWidth: 820,
    minHeight: 640,
    show: false,
    backgroundColor: '#ffffff',
    autoHideMenuBar: true,
    webPreferences: {
      ...pagePreferences,
      session,
      preload: path.join(programFolder, 'preload.cjs'),
      additionalArguments: [`--kaodian-version=${app.getVersion()}`],
    },
  })
  window.removeMenu()
  window.once('ready-to-show', () => window.show())
  // the ledger lives here, so a page that died is simply shown again; its drafts are in the session
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason !== 'clean-exit' && !window.isDestroyed()) window.webContents.reload()
  })
  await window.loadURL(pageAddress)
  return window
}
