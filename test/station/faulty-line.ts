import { connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import type { SeededRandom } from '../../shared/random.ts'

/** What a bad network does to one connection. */
type Fault = 'none' | 'refuse' | 'cut' | 'halve' | 'garbage' | 'late'

/** A relay between a station and HQ that does what bad networks do: each connection draws its fault. */
export async function faultyLine(target: string, random: SeededRandom): Promise<{ address: string; heal(): void; faults: Record<Fault, number>; down(down: boolean): void }> {
  const { port } = new URL(target)
  const faults: Record<Fault, number> = { none: 0, refuse: 0, cut: 0, halve: 0, garbage: 0, late: 0 }
  const open = new Set<Socket>()
  let healed = false
  let isDown = false
  const server = createServer((inner) => {
    inner.on('error', () => undefined)
    open.add(inner)
    inner.on('close', () => open.delete(inner))
    const fault: Fault = isDown ? 'refuse' : healed ? 'none' : random.pick(['none', 'refuse', 'cut', 'halve', 'garbage', 'late'] as const)
    faults[fault] += 1
    if (fault === 'refuse') {
      inner.destroy()
      return
    }
    const outer = connect(Number(port), '127.0.0.1')
    outer.on('error', () => inner.destroy())
    outer.on('close', () => inner.destroy())
    inner.on('close', () => outer.destroy())
    let left = random.below(60_000)
    inner.on('data', (bytes) => {
      left -= bytes.length
      if (fault === 'cut' && left < 0) inner.destroy()
      else outer.write(knownAs(bytes))
    })
    outer.on('data', (bytes) => {
      if (fault === 'halve') {
        // half of an answer, and then nothing more
        inner.write(bytes.subarray(0, bytes.length >> 1))
        inner.destroy()
      } else if (fault === 'garbage') {
        const changed = Buffer.from(bytes)
        changed[random.below(changed.length)]! ^= 1 << random.below(8)
        inner.write(changed)
      } else if (fault === 'late') setTimeout(() => inner.destroyed || inner.write(bytes), random.below(40))
      else inner.write(bytes)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of open) socket.destroy()
    server.close()
  })
  // HQ answers to its own name only, as behind a proxy that passes the name on
  const knownAs = (bytes: Buffer): Buffer => {
    const name = `127.0.0.1:${String((server.address() as { port: number }).port)}`
    const at = bytes.indexOf(name)
    if (at >= 0 && port.length + 10 === name.length) bytes.write(`127.0.0.1:${port}`, at, 'latin1')
    return bytes
  }
  const cutAll = (): void => {
    for (const socket of open) socket.destroy()
  }
  return {
    address: `http://127.0.0.1:${String((server.address() as { port: number }).port)}`,
    faults,
    heal: () => {
      healed = true
      cutAll()
    },
    down: (down) => {
      isDown = down
      cutAll()
    },
  }
}
