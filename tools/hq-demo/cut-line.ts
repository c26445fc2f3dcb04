import { connect, createServer, type Socket } from 'node:net'

/** A way from a station to HQ that can be cut in the middle of whatever goes over it. */
export interface CutLine {
  /** What the station calls HQ by. */
  address: string
  cut(): void
  mend(): void
  stop(): Promise<void>
}

/** A relay on this machine; HQ knows it by its own name, as behind a proxy that passes the name on. */
export async function cutLine(target: string): Promise<CutLine> {
  const { port } = new URL(target)
  const open = new Set<Socket>()
  let isCut = false
  let own = ''
  const server = createServer((inner) => {
    inner.on('error', () => undefined)
    if (isCut) {
      inner.destroy()
      return
    }
    const outer = connect(Number(port), '127.0.0.1')
    for (const socket of [inner, outer]) {
      open.add(socket)
      socket.on('close', () => open.delete(socket))
    }
    outer.on('error', () => inner.destroy())
    outer.on('close', () => inner.destroy())
    inner.on('close', () => outer.destroy())
    inner.on('data', (bytes) => outer.write(renamed(bytes, own, `127.0.0.1:${port}`)))
    outer.on('data', (bytes) => inner.write(bytes))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  own = `127.0.0.1:${String((server.address() as { port: number }).port)}`
  return {
    address: `http://${own}`,
    cut: () => {
      isCut = true
      for (const socket of open) socket.destroy()
    },
    mend: () => {
      isCut = false
    },
    stop: () => new Promise((resolve) => {
      for (const socket of open) socket.destroy()
      server.close(() => resolve())
    }),
  }
}

/** Ports have five digits on both sides, so that no length changes. */
function renamed(bytes: Buffer, from: string, to: string): Buffer {
  const at = bytes.indexOf(`ost: ${from}`)
  if (at >= 0 && from.length === to.length) bytes.write(to, at + 5, 'latin1')
  return bytes
}
