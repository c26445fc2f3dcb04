import { RPCHandler } from '@orpc/server/message-port'
import { RequestHeadersPlugin } from '@orpc/server/plugins'
import type { CallContext, StationRouter } from './router.ts'

/** A port as Electron's MessagePortMain, a worker's or a page's MessagePort has it. */
export type Port = Parameters<RPCHandler<CallContext>['upgrade']>[0]

/** The contract over message ports: the desktop window's face. The token travels in the call's headers, as over HTTP. */
export function portFace(router: StationRouter): (port: Port) => void {
  const handler = new RPCHandler<CallContext>(router, { plugins: [new RequestHeadersPlugin()] })
  return (port) => handler.upgrade(port, { context: {} })
}
