import { z } from 'zod'
import { RulePack } from '../shared/pack-schema.ts'

/** The JSON Schema (2020-12) of a rule pack file, as text. What fields demand of each other is checked by the program only. */
export function packJsonSchema(): string {
  const schema = z.toJSONSchema(RulePack, { io: 'input' })
  return `${JSON.stringify({ title: 'Kaodian 规则包 / rule pack', ...schema }, null, 2)}\n`
}
