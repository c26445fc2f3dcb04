import { EventEmitter } from 'node:events'
import { randomUUID } from 'node:crypto'
import { decode, encode } from './codec.js'

// One end in the main process, the other moved into a page under an id; text of codec.js travels between them.
const living = new Map()

class MessagePortMain extends EventEmitter {
  #waiting = []
  #started = false
  #closed = false
  peer
  remote

  postMessage(message) {
    const text = encode(message)
    if (this.peer.remote) this.peer.remote.contents.push({ t: 'port', id: this.peer.remote.id, v: text })
    else this.peer.arrive(text)
  }
  arrive(text) {
    if (this.#started) this.emit('message', { data: decode(text), ports: [] })
    else this.#waiting.push(text)
  }
  start() {
    this.#started = true
    for (const text of this.#waiting.splice(0)) this.arrive(text)
  }
  close() {
    if (this.peer.remote) this.peer.remote.contents.push({ t: 'portclose', id: this.peer.remote.id })
    this.gone()
    this.peer.gone()
  }
  gone() {
    if (this.#closed) return
    this.#closed = true
    this.emit('close')
  }
  moveTo(contents) {
    const id = randomUUID()
    this.remote = { contents, id }
    living.set(id, this)
    for (const text of this.#waiting.splice(0)) contents.pushAfter({ t: 'port', id, v: text })
    return id
  }
}

export class MessageChannelMain {
  port1 = new MessagePortMain()
  port2 = new MessagePortMain()
  constructor() {
    this.port1.peer = this.port2
    this.port2.peer = this.port1
  }
}

export const deliver = (id, text) => living.get(id)?.peer.arrive(text)

/** A page that went away takes its ports along; the other ends learn it. */
export function closePortsOf(contents) {
  for (const [id, port] of living)
    if (port.remote.contents === contents) {
      living.delete(id)
      port.peer.gone()
    }
}
