import { oc } from '@orpc/contract'
import { z } from 'zod'
import { answer, Bilingual, cmd, id, recorded } from './answer.ts'

/** One line of the balance (规则 §11): who came in against where they ended, per desk, item or room. */
export const BalanceLine = z.strictObject({
  of: z.enum(['session', 'desk', 'item', 'room']), key: z.string(), title: Bilingual,
  expected: z.number().int(), accounted: z.number().int(), open: z.number().int(), balanced: z.boolean(),
  /** Counts by end, for people. */
  parts: z.record(z.string(), z.number().int()),
})
export type BalanceLine = z.infer<typeof BalanceLine>

/** How a package is closed to everybody else: to HQ's keys of the exam package, or where there are none to a passphrase. */
export const Sealing = z.enum(['recipients', 'passphrase'])
export type Sealing = z.infer<typeof Sealing>

export const PackageFile = z.strictObject({
  /** Name of the file in out/ of the data folder. */
  file: z.string(), at: z.number(),
  /** 0: the file is not there any more. */
  bytes: z.number().int(), hash: z.string(), facts: z.number().int(), recipients: z.array(z.string()), sealing: Sealing,
})
export type PackageFile = z.infer<typeof PackageFile>

export const closing = {
  balance: oc.input(z.strictObject({ session: id })).output(answer({ lines: z.array(BalanceLine), balanced: z.boolean() })),
  /**
   * Writes the closing package of a closed session: signed by the station, sealed to HQ's keys from the exam package, or
   * where it named none to a passphrase of at least 12 characters. Refused: 'session_not_closed', 'passphrase_needed'.
   */
  package: oc.input(z.strictObject({ ...cmd, session: id, passphrase: z.string().max(200).default('') })).output(answer({ ...recorded, package: PackageFile })),
  /** Packages written of a session, newest first, and how the next one would be sealed. */
  packages: oc.input(z.strictObject({ session: id })).output(answer({ packages: z.array(PackageFile), recipients: z.array(z.string()), sealing: Sealing })),
  /** A slice of a package's bytes in base64 (at most 4 MB), for the browser's download; `total` bytes in all. */
  download: oc
    .input(z.strictObject({ session: id, file: z.string().max(300), offset: z.number().int().min(0).default(0) }))
    .output(answer({ name: z.string(), bytes: z.string(), total: z.number().int() })),
}
