import { pinyin, polyphonic } from 'pinyin-pro'

/** One way to say a name, syllable by syllable, lower case without tones (`lv` for 吕). */
export type Reading = readonly string[]

const options = { toneType: 'none', type: 'array', v: true } as const
const ofCharacter = new Map<string, string[]>()

/** The name as it is searched: no spaces, no dots between the parts of a long name, Latin letters in lower case. */
export function searchedName(name: string): string {
  return name.normalize('NFKC').replaceAll(/[\s·•・．.'’-]/g, '').toLowerCase()
}

/**
 * The usual reading of a name first (surnames as surnames: 单 shan, 仇 qiu), then those where one character is read
 * another way (单 dan): an operator who does not know the name types what the character looks like. At most `limit`.
 */
export function readingsOf(name: string, limit = 8): Reading[] {
  const characters = Array.from(searchedName(name))
  if (characters.length === 0) return []
  const usual = pinyin(characters.join(''), { ...options, surname: 'head' }).map(plain)
  // Latin letters and characters nobody can read stay themselves; then the arrays line up.
  const base = usual.length === characters.length ? usual : characters.map((character) => readingsOfCharacter(character)[0] ?? character)
  const found: Reading[] = [base]
  for (const [at, character] of characters.entries()) {
    for (const other of readingsOfCharacter(character)) {
      if (other !== base[at] && found.length < limit) found.push(base.with(at, other))
    }
  }
  return found
}

function readingsOfCharacter(character: string): string[] {
  let readings = ofCharacter.get(character)
  if (readings === undefined) {
    readings = [...new Set((polyphonic(character, options)[0] ?? [character]).map(plain))]
    ofCharacter.set(character, readings)
  }
  return readings
}

const plain = (syllable: string): string => syllable.toLowerCase().replaceAll('ü', 'v')

/** Initials of a reading: one letter per syllable. */
export function initialsOf(reading: Reading): string {
  return reading.map((syllable) => Array.from(syllable)[0] ?? '').join('')
}
