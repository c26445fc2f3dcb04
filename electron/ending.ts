import { app, dialog } from 'electron'

/** When the last window closes the program ends, after `close` has let the ledger go. */
export function endWithLastWindow(close: () => Promise<void>): void {
  let closed = false
  app.on('window-all-closed', () => app.quit())
  app.on('will-quit', (event) => {
    if (closed) return
    event.preventDefault()
    void close().finally(() => {
      closed = true
      app.quit()
    })
  })
}

/** A start that failed says why in a box, since there is no window yet, and ends with code 1. */
export function endWithReason(reason: unknown): void {
  dialog.showErrorBox('无法启动 Kaodian', reason instanceof Error ? reason.message : String(reason))
  app.exit(1)
}
