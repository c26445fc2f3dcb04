import { createHash } from 'node:crypto'
import http from 'node:http'
import net from 'node:net'
import tls from 'node:tls'

/** Where HQ is: an address of the form `hqAddress` takes, and the hash of its TLS key where one was given. */
export interface HqPlace {
  address: string
  tlsPin?: string | undefined
}

/** Why no answer came; none of it says anything about who is at the other end. */
export type LineFault =
  /** No connection, or it broke. `detail`: the system's code. */
  | 'no_line'
  /** Connected, and then silence. */
  | 'timeout'
  /** The TLS key there is not the one the exam package pins. */
  | 'tls_pin'
  /** No certificate that this machine trusts, and no pin in the exam package. */
  | 'tls_untrusted'
  /** The other end sends us elsewhere; nobody is followed. */
  | 'redirected'
  | 'too_large'
  /** The connection on which HQ had proved its key is gone. */
  | 'not_proved'

export type LineAnswer =
  | { ok: true; status: number; headers: http.IncomingHttpHeaders; body: Buffer }
  | { ok: false; fault: LineFault; detail: string }

/** One connection to HQ at a time; questions stand in line on it. */
export interface HqLine {
  /**
   * Posts bytes. `proved`: only on the connection that was marked by `prove`; on any other not a byte is sent. `most`:
   * longest answer that is read. Proxies of the machine are not used, redirects are not followed.
   */
  post(question: { path: string; headers: Record<string, string>; body: Buffer; most: number; proved: boolean }): Promise<LineAnswer>
  /** The connection that is open now is HQ's: it answered with HQ's signature. */
  prove(): void
  proved(): boolean
  close(): void
}

/** ms; a page of 8 MB on a bad line needs most of the second. */
export interface LinePatience {
  connect: number
  answer: number
}
export const usualPatience: LinePatience = { connect: 10_000, answer: 60_000 }

/** An address as it may be used, or null: https, or http to this machine itself (rehearsals); no name, query or slash at the end. */
export function hqAddress(text: string): string | null {
  let url: URL
  try {
    url = new URL(text.trim())
  } catch {
    return null
  }
  const plain = url.protocol === 'http:' && isThisMachine(url.hostname)
  if (url.protocol !== 'https:' && !plain) return null
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '' || url.hostname === '') return null
  return `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/, '')}`
}

/** Addresses only: a name such as 127.example.com leads anywhere. */
function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || (net.isIPv4(host) && host.startsWith('127.'))
}

class LineBroken extends Error {
  override name = 'LineBroken'
  readonly fault: LineFault
  constructor(fault: LineFault, detail: string) {
    super(detail)
    this.fault = fault
  }
}

export function openLine(place: HqPlace, patience: LinePatience = usualPatience): HqLine {
  const url = new URL(place.address)
  const secure = url.protocol === 'https:'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port)
  let provedSocket: net.Socket | null = null
  let current: net.Socket | null = null
  let onlyProved = false

  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  agent.createConnection = (_options, done) => {
    // a new connection was never proved: who needs one that was gets none, and so sends nothing
    if (onlyProved) {
      done?.(new LineBroken('not_proved', ''), new net.Socket())
      return undefined
    }
    connect({ host, port, secure, pin: place.tlsPin, ms: patience.connect }).then(
      (socket) => {
        current = socket
        provedSocket = null
        socket.once('close', () => {
          if (current === socket) current = null
          if (provedSocket === socket) provedSocket = null
        })
        done?.(null, socket)
      },
      (error: unknown) => done?.(error instanceof Error ? error : new Error(String(error)), new net.Socket()),
    )
    return undefined
  }

  const ask = (path: string, headers: Record<string, string>, body: Buffer, most: number): Promise<LineAnswer> =>
    new Promise((resolve) => {
      const request = http.request({
        agent, host, port, method: 'POST', path: `${url.pathname.replace(/\/+$/, '')}${path}`,
        headers: { ...headers, host: url.host, 'content-type': 'application/octet-stream', 'content-length': body.length },
      })
      const timer = setTimeout(() => request.destroy(new LineBroken('timeout', '')), patience.connect + patience.answer)
      const end = (answer: LineAnswer): void => {
        clearTimeout(timer)
        resolve(answer)
      }
      request.on('error', (error) => end(faultOf(error)))
      request.on('response', (response) => {
        const chunks: Buffer[] = []
        let length = 0
        response.on('error', (error) => end(faultOf(error)))
        response.on('data', (chunk: Buffer) => {
          length += chunk.length
          if (length > most) request.destroy(new LineBroken('too_large', ''))
          else chunks.push(chunk)
        })
        response.on('end', () => {
          const status = response.statusCode ?? 0
          if (status >= 300 && status < 400) end({ ok: false, fault: 'redirected', detail: String(status) })
          else end({ ok: true, status, headers: response.headers, body: Buffer.concat(chunks) })
        })
        response.on('aborted', () => end({ ok: false, fault: 'no_line', detail: 'ECONNRESET' }))
      })
      request.end(body)
    })

  let last: Promise<unknown> = Promise.resolve()
  return {
    post: ({ path, headers, body, most, proved }) => {
      const turn = last.then(async () => {
        onlyProved = proved
        if (proved && provedSocket === null) return { ok: false, fault: 'not_proved', detail: '' } as const
        return ask(path, headers, body, most)
      })
      last = turn
      return turn
    },
    prove: () => {
      provedSocket = current
    },
    proved: () => provedSocket !== null,
    close: () => agent.destroy(),
  }
}

function connect(to: { host: string; port: number; secure: boolean; pin: string | undefined; ms: number }): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const socket = to.secure
      ? tls.connect({
          host: to.host, port: to.port, minVersion: 'TLSv1.2', ...(net.isIP(to.host) === 0 && { servername: to.host }),
          // with a pin the key itself is looked at below; its certificate may be of its own making and out of date
          rejectUnauthorized: to.pin === undefined,
        })
      : net.connect({ host: to.host, port: to.port })
    const fail = (error: Error): void => {
      socket.destroy()
      reject(error)
    }
    const timer = setTimeout(() => fail(new LineBroken('no_line', 'ETIMEDOUT')), to.ms)
    socket.once('error', (error: Error) => {
      clearTimeout(timer)
      fail(error)
    })
    socket.once(to.secure ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer)
      if (to.pin !== undefined && socket instanceof tls.TLSSocket && keyHash(socket) !== to.pin) {
        fail(new LineBroken('tls_pin', ''))
        return
      }
      socket.removeAllListeners('error')
      socket.setNoDelay(true)
      resolve(socket)
    })
  })
}

/** SHA-256 (hex) of the key the other end proved in the handshake (SPKI); empty when it showed none. */
function keyHash(socket: tls.TLSSocket): string {
  const certificate = socket.getPeerX509Certificate()
  if (certificate === undefined) return ''
  return createHash('sha256').update(certificate.publicKey.export({ type: 'spki', format: 'der' })).digest('hex')
}

const untrusted = /CERT|SIGNATURE|ISSUER|VERIFY|ALTNAME/

function faultOf(error: Error): LineAnswer {
  if (error instanceof LineBroken) return { ok: false, fault: error.fault, detail: error.message }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return { ok: false, fault: untrusted.test(code) ? 'tls_untrusted' : 'no_line', detail: code }
}
