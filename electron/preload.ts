import { contextBridge, ipcRenderer } from 'electron'
import { portMessage, shellKey, type Shell } from '../shared/shell.ts'

// The whole of what the page can ask of the machine. Channel names are written out because a sandboxed preload should
// carry no schema library; electron/channels.ts has their shapes, and a test compares the two lists.
const ask = <Answer>(channel: string, input?: unknown): Promise<Answer> =>
  ipcRenderer.invoke(channel, input) as Promise<Answer>

// a port cannot cross the bridge as a value, so it goes to the page as a message that only our own origin receives
ipcRenderer.on(portMessage, (event) => {
  window.postMessage(portMessage, window.location.origin, [...event.ports])
})

const version = process.argv.find((each) => each.startsWith('--kaodian-version='))?.slice('--kaodian-version='.length)

const shell: Shell = Object.freeze({
  face: 'window',
  platform: process.platform,
  version: version ?? '',
  openPort: () => void ask<undefined>('kaodian:connect'),
  print: () => ask<'printed' | 'cancelled'>('kaodian:print'),
  savePdf: (name: string) => ask<'saved' | 'cancelled'>('kaodian:save-pdf', { name }),
  openFile: (kind) => ask<Awaited<ReturnType<Shell['openFile']>>>('kaodian:open-file', { kind }),
  saveFile: (name: string, bytes: Uint8Array) => ask<'saved' | 'cancelled'>('kaodian:save-file', { name, bytes }),
} satisfies Shell)

contextBridge.exposeInMainWorld(shellKey, shell)
