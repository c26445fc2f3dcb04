import { packNamed, shippedPacks } from './pack-catalogue.ts'
import { packHoles, type PackHole } from './pack-holes.ts'
import { parsePack, type PackError, type RulePack } from './pack-schema.ts'
import type { Candidate } from './roster.ts'

export interface ShownError {
  path: string
  message: { zh: string; en: string }
}

/** A shipped pack's text as it is shown, filled in, hashed and kept; empty for an unknown name. */
export function shippedText(name: string): string {
  return packNamed(name) === null ? '' : `${JSON.stringify(shippedPacks[name], null, 2)}\n`
}

/** Reads a pack from its JSON text, or from the name of a shipped one. Errors carry the path of their field. */
export function packOfText(
  given: string,
): { ok: true; pack: RulePack; text: string } | { ok: false; errors: ShownError[] } {
  const text = given.trimStart().startsWith('{') ? given : shippedText(given.trim())
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return {
      ok: false,
      errors: [{ path: '', message: { zh: '规则包不是有效的 JSON', en: 'the pack is not valid JSON' } }],
    }
  }
  const parsed = parsePack(json)
  if (parsed.ok) return { ok: true, pack: parsed.pack, text }
  return { ok: false, errors: parsed.errors.map(({ path, message }: PackError) => ({ path, message })) }
}

const holeTexts: Record<PackHole['reason'], { zh: string; en: string }> = {
  no_posts_for_code: { zh: '名册里有规则包没有的岗位', en: 'the roster has a post that the pack lacks' },
  no_fitness: { zh: '没有体能测评规则', en: 'no rules for fitness' },
  no_psych: { zh: '没有心理素质测评规则', en: 'no rules for psych' },
  no_band: { zh: '有考生不属于任何年龄段', en: 'somebody falls into no age band' },
  two_bands: { zh: '有考生同时属于两个年龄段', en: 'somebody falls into two age bands' },
  standard_missing: {
    zh: '缺少标准，须由考试机构填写',
    en: 'a standard is missing and has to be entered by the customer',
  },
  no_pool: { zh: '有考生不属于任何抽签组', en: 'somebody belongs to no lot pool' },
  two_pools: { zh: '有考生同时属于两个抽签组', en: 'somebody belongs to two lot pools' },
  letters_short: { zh: '抽签字母不够', en: 'not enough letters for the lots' },
}

/** The holes of a pack, ready to be shown; with a roster those its candidates fall into, without one every empty standard. */
export function holeErrors(pack: RulePack, roster: readonly Candidate[]): ShownError[] {
  return holeSentences(pack, roster.length > 0 ? packHoles(pack, roster) : emptyStandards(pack))
}

/** Holes of a pack as sentences, with how many candidates fall into each; a standard is named as the table of standards has it. */
export function holeSentences(pack: RulePack, holes: readonly PackHole[]): ShownError[] {
  return holes.map(({ path, reason, detail: id, candidates }) => {
    const { zh, en } = holeTexts[reason]
    const detail = standardAt(pack, path) ?? { zh: id, en: id }
    const people =
      candidates === 0
        ? { zh: '', en: '' }
        : { zh: `（${String(candidates)} 人）`, en: ` (${String(candidates)} candidates)` }
    return { path, message: { zh: `${zh}：${detail.zh}${people.zh}`, en: `${en}: ${detail.en}${people.en}` } }
  })
}

/** Item, sex and band of the standard at a path, in words; undefined where the path is of something else. */
function standardAt({ fitness }: RulePack, path: string): { zh: string; en: string } | undefined {
  const [, at, index] = /^fitness\.items\[(\d+)\]\.standards\[(\d+)\]/.exec(path) ?? []
  const item = fitness?.items[Number(at)]
  const standard = item?.standards[Number(index)]
  if (item === undefined || standard === undefined) return undefined
  const band = fitness?.bands.find(({ id }) => id === standard.band)?.label
  const man = standard.sex === 'M'
  return {
    zh: [item.title.zh, man ? '男' : '女', ...(band === undefined ? [] : [band.zh])].join(' · '),
    en: [item.title.en, man ? 'men' : 'women', ...(band === undefined ? [] : [band.en])].join(' · '),
  }
}

/** Every sex and band of every item without a standard, as a hole that nobody is counted in. */
export function emptyStandards(pack: RulePack): PackHole[] {
  const { fitness } = pack
  if (fitness === null) return []
  return fitness.items.flatMap((item, at) =>
    item.standards.flatMap((standard, index): PackHole[] =>
      standard.value === null
        ? [
            {
              path: `fitness.items[${String(at)}].standards[${String(index)}].value`,
              reason: 'standard_missing',
              detail: `${item.id} ${standard.sex} ${standard.band}`,
              candidates: 0,
            },
          ]
        : [],
    ),
  )
}
