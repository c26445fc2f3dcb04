import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron'
import type { z } from 'zod'
import { pageOrigin } from '../shared/shell.ts'

/** Bytes a message may have where its channel says nothing else. */
export const usualLimit = 1_000_000

export type Refused = 'sender' | 'shape' | 'size'

const poisoned = new Set(['__proto__', 'prototype', 'constructor'])

/** Rough bytes of a received value; stops counting above the limit, and answers Infinity for a poisoned key. */
export function weigh(value: unknown, limit: number, depth = 0): number {
  if (depth > 8) return Infinity
  if (typeof value === 'string') return value.length * 2
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return value.byteLength
  if (typeof value !== 'object' || value === null) return 8
  let sum = 8
  for (const key of Reflect.ownKeys(value)) {
    if (typeof key === 'symbol' || poisoned.has(key)) return Infinity
    sum += key.length * 2 + weigh((value as Record<string, unknown>)[key], limit - sum, depth + 1)
    if (sum > limit) return sum
  }
  return sum
}

/** True when the call comes from the top frame of our own page and from nowhere else. */
export function isOurPage(event: Pick<IpcMainInvokeEvent, 'senderFrame' | 'sender'>): boolean {
  const frame = event.senderFrame
  if (frame === null || frame !== event.sender.mainFrame) return false
  return frame.origin === pageOrigin && frame.url.startsWith(`${pageOrigin}/`)
}

/**
 * Registers the only answer to a channel. Sender, then size, then shape are checked before `act` sees anything; a call
 * that fails a check is rejected with `refused: sender|size|shape` and nothing else about why.
 */
export function handle<Input extends z.ZodType, Output>(
  channel: string,
  input: Input,
  act: (given: z.output<Input>, page: WebContents) => Output | Promise<Output>,
  limit = usualLimit,
): void {
  ipcMain.handle(channel, async (event, ...given: unknown[]) => {
    const refuse = (why: Refused): never => {
      throw new Error(`refused: ${why}`)
    }
    if (!isOurPage(event)) return refuse('sender')
    if (weigh(given, limit) > limit) return refuse('size')
    const read = input.safeParse(given[0])
    if (given.length > 1 || !read.success) return refuse('shape')
    return act(read.data, event.sender)
  })
}
