import { z } from 'zod'
import { pathText } from '../shared/pack-errors.ts'
import type { PackError, RulePack } from '../shared/pack-schema.ts'

/** The pack the console was started with, or what is wrong with it. */
export type ConsolePack = { ok: true; pack: RulePack } | { ok: false; errors: PackError[] }

/** One line of answer, as JSON. */
export type Answer = Record<string, unknown>

/** A line that cannot be answered: thrown while answering, becomes `{"error","path"}`. */
export class Unanswerable extends Error {
  readonly path: string
  constructor(message: string, path: string) {
    super(message)
    this.path = path
  }
}

/** Reads an ask by its schema; the first fault is named by its path. */
export function read<T extends z.ZodType>(schema: T, line: unknown): z.infer<T> {
  const parsed = schema.safeParse(line)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new Unanswerable(issue?.message ?? 'not understood', pathText(issue?.path ?? []))
}

/** The pack, or why there is none to answer by. */
export function packOf(loaded: ConsolePack | null): RulePack {
  if (loaded === null) throw new Unanswerable('no rule pack: start with --pack NAME_OR_FILE', '--pack')
  if (loaded.ok) return loaded.pack
  const first = loaded.errors[0]
  throw new Unanswerable(`the rule pack has errors: ${first?.message.en ?? ''}`, first?.path ?? '')
}
