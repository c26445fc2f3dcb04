// A test-only stand-in for the module `electron`: windows are pages of a real Chromium, everything else is as thin as the
// tests need, and whatever the program uses that is not here throws loudly. docs/decisions/0022 says what it cannot show.
export { app } from './app.js'
export { BrowserWindow } from './window.js'
export { ipcMain } from './ipc.js'
export { MessageChannelMain } from './ports.js'
export { session, protocol } from './session.js'
export { dialog, safeStorage, Menu, shell } from './small-modules.js'
