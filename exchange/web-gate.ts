import { isIPv6 } from 'node:net'
import { networkInterfaces } from 'node:os'

/** What of a request decides whether anybody looks at it at all. */
export interface RequestHead {
  method: string
  headers: Readonly<Record<string, string | string[] | undefined>>
}

/** A refusal before any handler: its HTTP status and a stable reason. */
export interface GateRefusal {
  status: 400 | 403 | 405 | 415 | 421
  reason: 'host' | 'origin' | 'cross_site' | 'method' | 'content_type'
}

const loopback = new Set(['127.0.0.1', 'localhost', '::1'])

/**
 * The exact `Host` values under which the station answers. Bound to this machine: its loopback names. Bound to an
 * address: that one too; bound to all (0.0.0.0, ::): every address this machine has at start. On the `usual` port (443 with TLS) browsers leave it out.
 */
export function allowedHosts(host: string, port: number, usual = 80): ReadonlySet<string> {
  const names = new Set(loopback)
  if (host === '0.0.0.0' || host === '::') {
    for (const list of Object.values(networkInterfaces()))
      for (const { address } of list ?? []) names.add(address.split('%')[0]!)
  } else {
    names.add(host.toLowerCase())
  }
  return new Set(
    [...names].flatMap((name) => {
      const written = isIPv6(name) ? `[${name}]` : name
      return port === usual ? [written, `${written}:${String(usual)}`] : [`${written}:${String(port)}`]
    }),
  )
}

/** Whether an address is this machine only. */
export function isLoopback(host: string): boolean {
  return loopback.has(host.toLowerCase()) || host.startsWith('127.')
}

/**
 * The gate before every handler, against pages of other sites in a browser on this machine (forged requests, DNS
 * rebinding): exact Host, no foreign Origin, nothing a browser calls cross-site, POST with JSON only for the contract.
 * Null lets the request through. `scheme`: how browsers reach this program; `body: 'any'`: for callers that are no browser
 * and prove themselves otherwise.
 */
export function checkRequest(
  request: RequestHead,
  hosts: ReadonlySet<string>,
  { scheme = 'http', body = 'json' }: { scheme?: 'http' | 'https'; body?: 'json' | 'any' } = {},
): GateRefusal | null {
  const { method, headers } = request
  const ours = `${scheme}://`
  const host = headers['host']
  if (typeof host !== 'string' || !hosts.has(host.toLowerCase())) return { status: 421, reason: 'host' }
  const { origin } = headers
  if (
    origin !== undefined &&
    !(typeof origin === 'string' && origin.startsWith(ours) && hosts.has(origin.slice(ours.length)))
  ) {
    return { status: 403, reason: 'origin' }
  }
  // another port of this machine is "same-site" to a browser, and still somebody else
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return { status: 403, reason: 'cross_site' }
  if (method === 'GET' || method === 'HEAD') return null
  if (method !== 'POST') return { status: 405, reason: 'method' }
  if (body === 'any') return null
  const type = headers['content-type']
  if (typeof type !== 'string' || !/^application\/json(\s*;\s*charset="?utf-8"?)?\s*$/i.test(type))
    return { status: 415, reason: 'content_type' }
  return null
}
