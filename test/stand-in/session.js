import { EventEmitter } from 'node:events'
import { newContext } from './browser.js'
import { guard, preventable } from './guard.js'

// Chromium outside Electron cannot be taught a scheme, so app://HOST/ is shown as https://HOST.kaodian.test/ (also a
// secure origin, and nothing of it ever leaves: every request is answered here) and named app://HOST/ to the program.
export const toWeb = (url) => url.replace(/^app:\/\/([^/]*)/, 'https://$1.kaodian.test')
export const toApp = (url) => url.replace(/^(blob:)?https:\/\/([^/]*)\.kaodian\.test/, '$1app://$2')

let privileged = []
export const protocol = guard('protocol', {
  registerSchemesAsPrivileged: (schemes) => {
    privileged = schemes
  },
})

class Protocol {
  handlers = new Map()
  handle(scheme, answer) {
    if (this.handlers.has(scheme)) throw new Error(`stand-in: ${scheme} is handled already`)
    if (scheme === 'app' && !privileged.some((each) => each.scheme === 'app' && each.privileges.standard))
      throw new Error('stand-in: app is not a standard scheme')
    this.handlers.set(scheme, answer)
  }
}

/** The window a navigation happens in; null for a window that a page wants to open and nobody has allowed. */
function windowOf(request) {
  try {
    return request.frame().page().standInContents ?? null
  } catch {
    return null // the request comes before the frame exists
  }
}

class Session extends EventEmitter {
  #context
  #before = (_details, answer) => answer({})
  protocol = guard('session.protocol', new Protocol())
  permissionRequest = null
  permissionCheck = null
  webRequest = guard('webRequest', { onBeforeRequest: (listener) => (this.#before = listener) })
  setPermissionRequestHandler(handler) {
    this.permissionRequest = handler
  }
  setPermissionCheckHandler(handler) {
    this.permissionCheck = handler
  }
  setDevicePermissionHandler() {}
  setDisplayMediaRequestHandler() {}
  setSpellCheckerEnabled() {}
  context() {
    return (this.#context ??= this.#open())
  }
  async #open() {
    const context = await newContext()
    await context.route('**/*', (route) => this.#answer(route))
    return context
  }
  async #answer(route) {
    const request = route.request()
    const url = toApp(request.url())
    if (request.isNavigationRequest()) {
      const contents = windowOf(request)
      if (contents === null) return route.abort('blockedbyclient')
      if (contents.expected !== url) {
        const event = preventable({ url })
        contents.emit('will-navigate', event)
        if (event.defaultPrevented) return route.abort('aborted')
      }
    }
    const { cancel } = await new Promise((resolve) => this.#before({ url, method: request.method() }, resolve))
    if (cancel) return route.abort('blockedbyclient')
    const answer = this.protocol.handlers.get(new URL(url).protocol.slice(0, -1))
    if (answer === undefined) return route.abort('failed')
    const response = await answer(new Request(url, { method: request.method() }))
    await route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    })
  }
}

const partitions = new Map()
export const session = guard('session', {
  fromPartition: (name) => {
    if (!partitions.has(name)) partitions.set(name, guard('session', new Session()))
    return partitions.get(name)
  },
})
