import { describe, expect, it } from 'vitest'
import { packHoles, type RosteredPerson } from '../../shared/pack-holes.ts'
import { packNamed, shippedPacks } from '../../shared/pack-catalogue.ts'
import { parsePack, type RulePack } from '../../shared/pack-schema.ts'

/** A copy of a shipped pack with one value set at a path; `undefined` removes the field. */
function spoiled(name: string, ...changes: [path: string, value: unknown][]): unknown {
  const copy = structuredClone(shippedPacks[name])
  for (const [path, value] of changes) {
    const keys = path.split(/[.[\]]+/).filter((key) => key !== '')
    const last = keys.pop() ?? ''
    const holder = keys.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], copy) as Record<
      string,
      unknown
    >
    if (value === undefined) Reflect.deleteProperty(holder, last)
    else holder[last] = value
  }
  return copy
}

function errorsOf(json: unknown): string[] {
  const result = parsePack(json)
  return result.ok ? [] : result.errors.map((error) => `${error.path} ${error.code}`)
}

describe('a rule pack with one fault is refused with the path of the field', () => {
  it.each<[string, unknown, string, string]>([
    ['version', undefined, 'version', 'missing'],
    ['version', '1', 'version', 'type'],
    ['version', 0, 'version', 'tooSmall'],
    ['title.en', '', 'title.en', 'tooSmall'],
    ['format', 'x', 'format', 'value'],
    ['colour', 'red', 'colour', 'unknownField'],
    ['fitness.colour', 'red', 'fitness.colour', 'unknownField'],
    ['posts[2].headcount', 0, 'posts[2].headcount', 'tooSmall'],
    ['posts[1].code', 'J001', 'posts[1].code', 'duplicate'],
    ['posts[0].sex', 'X', 'posts[0].sex', 'value'],
    ['posts[0].birth.from', '1977-13', 'posts[0].birth.from', 'month'],
    ['posts[0].birth.to', '1970-01', 'posts[0].birth.to', 'endBeforeStart'],
    ['posts[0].stages', [], 'posts[0].stages', 'tooSmall'],
    ['posts[0].stages[1]', 'psych', 'posts[0].stages[1]', 'duplicate'],
    ['sessions[0].date', '2023-02-29', 'sessions[0].date', 'date'],
    ['sessions[0].window.to', '24:00', 'sessions[0].window.to', 'minute'],
    ['sessions[0].window.to', '07:45', 'sessions[0].window.to', 'endBeforeStart'],
    ['sessions[1].half', 'am', 'sessions[1].half', 'halfMismatch'],
    ['sessions[1].due.posts[0]', 'J009', 'sessions[1].due.posts[0]', 'unknownReference'],
    ['sessions[1].due.posts[0]', 'J001', 'sessions[1].due.posts[0]', 'dueTwice'],
    ['pools[0].letters', 'AI', 'pools[0].letters', 'letters'],
    ['pools[0].letters', 'AA', 'pools[0].letters', 'duplicate'],
    ['pools[0].session', 'x', 'pools[0].session', 'unknownReference'],
    ['pools[1].letters', 'A', 'pools[1].letters', 'lettersShared'],
    ['pools[0].who.sex', 'F', 'sessions[0].due', 'nobodysPool'],
    ['pools[0].who.sex', 'any', 'sessions[0].due', 'twoPools'],
    ['pools[0].who.posts', ['zz'], 'pools[0].who.posts[0]', 'unknownReference'],
    ['pools[0].stages[0]', 'interview', 'pools[0].stages[0]', 'stageNotHeld'],
    ['psych', null, 'posts[0].stages[0]', 'stageUnavailable'],
    ['venue.utcOffset', '8', 'venue.utcOffset', 'offset'],
    ['fitness.bands[1].minAge', 30, 'fitness.bands[1].minAge', 'bandOverlap'],
    ['fitness.bands[1].minAge', 32, 'fitness.bands[1].minAge', 'bandGap'],
    ['fitness.bands[2].maxAge', 35, 'fitness.bands[2].maxAge', 'endBeforeStart'],
    ['fitness.items[0].standards[0].value', 265, 'fitness.items[0].standards[0].value', 'type'],
    ['fitness.items[0].standards[0].value', '265,0', 'fitness.items[0].standards[0].value', 'decimal'],
    ['fitness.items[1].standards[0].value', '13.11', 'fitness.items[1].standards[0].value', 'precision'],
    ['fitness.items[1].standards[0].band', 'old', 'fitness.items[1].standards[0].band', 'unknownReference'],
    ['fitness.items[1].standards[1].band', 'any', 'fitness.items[1].standards[1]', 'standardOverlap'],
    ['fitness.items[1].id', 'jump', 'fitness.items[1].id', 'duplicate'],
    ['fitness.items[1].attempts', 0, 'fitness.items[1].attempts', 'tooSmall'],
    ['fitness.items[1].mode', 'points', 'fitness.items[1].pointsTable', 'modeNeedsTable'],
    ['fitness.items[1].mode', 'touch', 'fitness.items[1].comparison', 'touchDirection'],
    ['fitness.items[2].mode', 'touch', 'fitness.items[2].unit', 'touchUnit'],
    ['fitness.items[0].implausible.above', '100', 'fitness.items[0].implausible.above', 'endBeforeStart'],
    ['fitness.reference.date', '2023-05-32', 'fitness.reference.date', 'date'],
    ['ranking.totals.technical.terms[0].weight', '0.6', 'ranking.totals.technical.terms', 'weightSum'],
    ['sessions[0].rooms', [{ id: '1', title: { zh: '一', en: '1' }, letters: 'A' }], 'sessions[0].rooms', 'roomsUnused'],
    ['interview.drop', 'perElement', 'interview.drop', 'elementsMissing'],
    ['interview.panel', 2, 'interview.panel', 'panelTooSmall'],
    ['interview.quota.general[1].upToHeadcount', 9, 'interview.quota.general[1].upToHeadcount', 'quotaRows'],
    ['interview.quota.general[0].upToHeadcount', null, 'interview.quota.general[0].upToHeadcount', 'quotaRows'],
    ['interview.elements', [{ id: 'a', title: { zh: '甲', en: 'a' }, max: '99' }], 'interview.elements', 'elementSum'],
    ['checkIn.documents[1].id', 'idCard', 'checkIn.documents[1].id', 'duplicate'],
  ])('%s = %j', (path, value, at, code) => {
    expect(errorsOf(spoiled('shenzhen-2023', [path, value]))).toContain(`${at} ${code}`)
  })

  it.each([null, [], 'x', 1])('%j is not a pack at all', (json) => {
    expect(errorsOf(json)).toEqual([' notAnObject'])
  })
})

describe('a rule pack with several faults', () => {
  it('reports every one of them at once, in the fields and between the fields', () => {
    const errors = errorsOf(
      spoiled(
        'shenzhen-2023',
        ['version', 'x'],
        ['title.zh', undefined],
        ['posts[1].code', 'J001'],
        ['fitness.items[0].standards[0].value', 1],
        ['pools[1].letters', 'A'],
        ['zz', 1],
      ),
    )
    expect(errors).toEqual(
      expect.arrayContaining([
        'version type',
        'title.zh missing',
        'posts[1].code duplicate',
        'fitness.items[0].standards[0].value type',
        'pools[1].letters lettersShared',
        'zz unknownField',
      ]),
    )
  })

  it('gives each a sentence in both languages', () => {
    const result = parsePack(spoiled('shenzhen-2023', ['version', 'x'], ['fitness.bands[1].minAge', 30]))
    for (const { message } of result.ok ? [] : result.errors) {
      expect(message.zh).toMatch(/[\u4e00-\u9fff]/)
      expect(message.en).toMatch(/[a-z]/)
    }
    expect(result.ok).toBe(false)
  })
})

describe('the holes of a pack for a roster', () => {
  const person: RosteredPerson = { id: 'c1', sex: 'M', birth: '1990-01-01', post: 'J001', sessions: ['0609-am'] }
  const good = (json: unknown): RulePack => {
    const result = parsePack(json)
    if (!result.ok) throw new Error(JSON.stringify(result.errors))
    return result.pack
  }
  const holesOf = (json: unknown, roster: RosteredPerson[], session?: string) =>
    packHoles(good(json), roster, session).map(
      (hole) => `${hole.reason} ${hole.path} ${hole.detail} ×${String(hole.candidates)}`,
    )

  it('are none when every rostered candidate has a band, a standard and a pool', () => {
    expect(holesOf(shippedPacks['shenzhen-2023'], [person, { ...person, id: 'c2', sex: 'F' }])).toEqual([])
  })

  it('name the empty cell a candidate falls into, and no cell that nobody needs', () => {
    const json = spoiled(
      'shenzhen-2023',
      ['fitness.items[1].standards[1].value', null],
      ['fitness.items[1].standards[5].value', null],
    )
    expect(packNamed('shenzhen-2023')?.fitness?.items[1]?.standards[1]).toMatchObject({ sex: 'M', band: '31-35' })
    expect(holesOf(json, [person, { ...person, id: 'c2' }])).toEqual([
      'standard_missing fitness.items[1].standards[1].value shuttle M 31-35 ×2',
    ])
    expect(holesOf(json, [{ ...person, birth: '2000-01-01' }])).toEqual([])
  })

  it('name an age no band covers', () => {
    expect(
      holesOf(spoiled('shenzhen-2023', ['fitness.bands[3].maxAge', 50]), [{ ...person, birth: '1970-01-01' }]),
    ).toEqual(['no_band fitness.bands 53 ×1'])
  })

  it('name a candidate of the wrong sex for the pools of the session, an unknown post, and too few letters', () => {
    expect(holesOf(shippedPacks['shenzhen-2023'], [{ ...person, post: 'Y003', sessions: ['0610-pm'] }])).toEqual([
      'no_pool sessions[3] 0610-pm psych M Y003 ×1',
      'no_pool sessions[3] 0610-pm fitness M Y003 ×1',
    ])
    expect(holesOf(shippedPacks['shenzhen-2023'], [{ ...person, post: 'zz' }])).toContain(
      'no_posts_for_code posts zz ×1',
    )
    const crowd = Array.from({ length: 1000 }, (_, index) => ({ ...person, id: `c${String(index)}` }))
    const one = spoiled('shenzhen-2023', ['pools[0].letters', 'A'])
    expect(holesOf(one, crowd)).toEqual(['letters_short pools[0].letters A 1000 ×1'])
    expect(holesOf(one, crowd.slice(1))).toEqual([])
  })

  it('of one session leave other sessions out', () => {
    const roster = [{ ...person, post: 'Y003', sessions: ['0610-pm'] }]
    expect(holesOf(shippedPacks['shenzhen-2023'], roster, '0609-am')).toEqual([])
  })

  it('are everywhere in the packs whose thresholds were never published', () => {
    const roster = [{ ...person, birth: '1992-05-06', post: 'x' }]
    expect(holesOf(shippedPacks['shenzhen-aux-2023'], roster)).toEqual([
      'standard_missing fitness.items[0].standards[0].value jump M le30 ×1',
      'standard_missing fitness.items[1].standards[0].value shuttle M le30 ×1',
      'standard_missing fitness.items[2].standards[0].value run M le30 ×1',
    ])
  })
})
