import { app, BrowserWindow } from 'electron'

/** True when this is the only program on its data; otherwise the first one is brought to the front and this one ends. */
export function isOnlyInstance(): boolean {
  if (!app.requestSingleInstanceLock()) {
    app.exit(0)
    return false
  }
  app.on('second-instance', () => {
    const [window] = BrowserWindow.getAllWindows()
    if (window === undefined) return
    if (window.isMinimized()) window.restore()
    window.focus()
  })
  return true
}
