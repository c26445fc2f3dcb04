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

export const PackageFile = z.strictObject({ file: z.string(), at: z.number(), bytes: z.number(), hash: z.string(), facts: z.number().int(), recipients: z.array(z.string()), sealed: z.boolean() })
export type PackageFile = z.infer<typeof PackageFile>

export const closing = {
  balance: oc.input(z.strictObject({ session: id })).output(answer({ lines: z.array(BalanceLine), balanced: z.boolean() })),
  /** Writes the closing package of a closed session: signed by the station, sealed to HQ's keys from the exam package. */
  package: oc.input(z.strictObject({ ...cmd, session: id })).output(answer({ ...recorded, package: PackageFile })),
  packages: oc.input(z.strictObject({ session: id })).output(answer({ packages: z.array(PackageFile), recipients: z.array(z.string()) })),
  /** The package's bytes in base64, for the browser's download. */
  download: oc.input(z.strictObject({ session: id, file: z.string().max(300) })).output(answer({ name: z.string(), bytes: z.string() })),
}
