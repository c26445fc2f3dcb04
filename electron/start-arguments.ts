import path from 'node:path'
import { parseArgs } from 'node:util'

/** How this start was asked for; the same words as on the web face. */
export interface StartArguments {
  /** Folder of the ledger and keys, absolute. */
  readonly data: string
  readonly rehearsal?: string
  readonly candidates: number
  readonly seed: number
}

/** Reads `--data DIR --rehearsal NAME --candidates N --seed S`; what it does not know belongs to Chromium and is passed over. */
export function readStartArguments(argv: readonly string[], userData: string): StartArguments {
  const { values } = parseArgs({
    args: [...argv],
    strict: false,
    options: {
      data: { type: 'string' },
      rehearsal: { type: 'string' },
      candidates: { type: 'string' },
      seed: { type: 'string' },
    },
  })
  const text = (name: string): string | undefined => (typeof values[name] === 'string' ? values[name] : undefined)
  const whole = (name: string, usual: number): number => {
    const given = text(name)
    return given !== undefined && /^\d{1,9}$/.test(given) ? Number(given) : usual
  }
  const rehearsal = text('rehearsal')
  const given = text('data')
  // live and rehearsal never share a folder, hence never a key
  const folder =
    given !== undefined
      ? path.resolve(given)
      : path.join(userData, rehearsal === undefined ? 'venue' : `rehearsal-${rehearsal.replaceAll(/[^\w-]/g, '_')}`)
  return {
    data: folder,
    ...(rehearsal !== undefined && { rehearsal }),
    candidates: whole('candidates', 240),
    seed: whole('seed', 1),
  }
}
