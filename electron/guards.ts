import { app, Menu, type WebContents } from 'electron'
import { pageOrigin } from '../shared/shell.ts'

/** True when an address belongs to our page; compared as text because URL gives every unknown scheme the origin `null`. */
export const isOurs = (address: string): boolean => address === pageOrigin || address.startsWith(`${pageOrigin}/`)

function guardContents(contents: WebContents): void {
  const stayHere = (event: { preventDefault(): void }, address: string): void => {
    if (!isOurs(address)) event.preventDefault()
  }
  contents.on('will-navigate', (event) => stayHere(event, event.url))
  contents.on('will-frame-navigate', (event) => stayHere(event, event.url))
  contents.on('will-redirect', (event) => stayHere(event, event.url))
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}

/** Before ready: sandbox for every renderer, no menus, and no page of any window ever leads away or opens another. */
export function guardEveryPage(): void {
  app.enableSandbox()
  Menu.setApplicationMenu(null)
  app.on('web-contents-created', (_event, contents) => guardContents(contents))
}
