import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { InterviewRules } from '../../shared/pack-interview-schema.ts'
import { parsePack, type RulePack } from '../../shared/pack-schema.ts'
import { projectRoot } from './worked-cases.ts'

/** A pack of test/cases/data by its id. */
export function casePack(id: string): RulePack {
  const parsed = parsePack(JSON.parse(readFileSync(path.join(projectRoot, 'test/cases/data', `${id}.json`), 'utf8')))
  if (!parsed.ok) throw new Error(`${id}: ${parsed.errors.map((error) => `${error.path} ${error.code}`).join(', ')}`)
  return parsed.pack
}

/** The interview rules of such a pack with a few fields changed. */
export function interviewRules(id: string, changed: Partial<InterviewRules> = {}): InterviewRules {
  const { interview } = casePack(id)
  if (interview === null) throw new Error(id)
  return { ...interview, ...changed }
}
