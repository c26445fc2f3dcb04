import national2011 from './packs/national-2011.json' with { type: 'json' }
import national2024 from './packs/national-2024.json' with { type: 'json' }
import shenzhen2023 from './packs/shenzhen-2023.json' with { type: 'json' }
import shenzhenAux2023 from './packs/shenzhen-aux-2023.json' with { type: 'json' }
import wuhan2025 from './packs/wuhan-2025.json' with { type: 'json' }
import wuhanAux2025 from './packs/wuhan-aux-2025.json' with { type: 'json' }
import zhoukouAux2023 from './packs/zhoukou-aux-2023.json' with { type: 'json' }
import { parsePack, type RulePack } from './pack-schema.ts'

/** The packs shipped with the program as plain JSON; the last two are the rehearsal copies. */
export const shippedPacks: Readonly<Record<string, unknown>> = {
  'national-2024': national2024,
  'national-2011': national2011,
  'zhoukou-aux-2023': zhoukouAux2023,
  'shenzhen-aux-2023': shenzhenAux2023,
  'wuhan-aux-2025': wuhanAux2025,
  'shenzhen-2023': shenzhen2023,
  'wuhan-2025': wuhan2025,
}

/** The names under which rehearsals are opened. */
export const rehearsalNames = ['shenzhen-2023', 'wuhan-2025'] as const
export type RehearsalName = (typeof rehearsalNames)[number]

const parsed = new Map<string, RulePack>()

/** The shipped pack of this name, or null; a shipped pack with an error is a bug and throws. */
export function packNamed(name: string): RulePack | null {
  const known = parsed.get(name)
  if (known !== undefined) return known
  if (!Object.hasOwn(shippedPacks, name)) return null
  const result = parsePack(shippedPacks[name])
  if (!result.ok)
    throw new Error(`shipped pack ${name}: ${result.errors.map((error) => `${error.path} ${error.code}`).join(', ')}`)
  parsed.set(name, result.pack)
  return result.pack
}
