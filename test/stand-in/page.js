// Runs in the page before its own scripts: gives the built preload a `require('electron')`, and hides the line it uses.
export const inPage = (preload, encode, decode, argv) => {
  const call = window.__standIn
  delete window.__standIn
  const listeners = new Map()
  const ports = new Map()

  const ipcRenderer = {
    invoke: async (channel, ...given) => {
      const answer = await call({ t: 'invoke', ch: channel, v: encode(given) })
      if (answer.err !== undefined) throw new Error(`Error invoking remote method '${channel}': ${answer.err}`)
      return decode(answer.v)
    },
    on: (channel, listener) => {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener])
      return ipcRenderer
    },
  }

  const openPort = (id) => {
    const { port1, port2 } = new MessageChannel()
    ports.set(id, port2)
    port2.onmessage = (event) => void call({ t: 'port', id, v: encode(event.data) })
    return port1
  }

  const receive = (batch) => {
    for (const message of batch) {
      if (message.t === 'port') ports.get(message.id)?.postMessage(decode(message.v))
      else if (message.t === 'portclose') {
        ports.get(message.id)?.close()
        ports.delete(message.id)
      } else {
        const event = { sender: ipcRenderer, ports: (message.ports ?? []).map(openPort) }
        for (const listener of listeners.get(message.ch) ?? []) listener(event, ...decode(message.v))
      }
    }
  }
  Object.defineProperty(window, '__standInReceive', { value: receive, enumerable: false })

  // contextBridge: values are copied and frozen, functions wrapped, promises pass, errors keep their message only
  const bridge = (value) => {
    if (typeof value === 'function')
      return (...given) => {
        try {
          return bridge(value(...given.map(bridge)))
        } catch (error) {
          throw new Error(error?.message ?? String(error))
        }
      }
    if (typeof value === 'symbol') throw new TypeError('An object could not be cloned.')
    if (value === null || typeof value !== 'object') return value
    if (value instanceof Promise)
      return value.then(bridge, (error) => {
        throw new Error(error?.message ?? String(error))
      })
    if (Array.isArray(value)) return value.map(bridge)
    const prototype = Object.getPrototypeOf(value)
    if (prototype !== Object.prototype && prototype !== null) return structuredClone(value)
    return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, each]) => [key, bridge(each)])))
  }

  const contextBridge = {
    exposeInMainWorld: (key, api) => {
      if (key in window) throw new Error('Cannot bind an API on top of an existing property on the window object')
      Object.defineProperty(window, key, { value: bridge(api), enumerable: true, configurable: false, writable: false })
    },
  }

  const require = (name) => {
    if (name === 'electron' || name === 'electron/renderer') return { contextBridge, ipcRenderer }
    throw new Error(`module not found: ${name} (a sandboxed preload may require electron only)`)
  }
  preload(
    require,
    { exports: {} },
    {},
    { platform: 'linux', argv, versions: { electron: '45' }, contextIsolated: true, sandboxed: true, type: 'renderer' },
  )
}
