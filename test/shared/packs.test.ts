import { readFileSync } from 'node:fs'
import path from 'node:path'
import Ajv2020 from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { packNamed, rehearsalNames, shippedPacks } from '../../shared/pack-catalogue.ts'
import { packHash } from '../../shared/pack-hash.ts'
import { parsePack, type RulePack } from '../../shared/pack-schema.ts'
import { packJsonSchema } from '../../tools/pack-json-schema.ts'
import { projectRoot } from './worked-cases.ts'

const names = Object.keys(shippedPacks)

function pack(name: string): RulePack {
  const found = packNamed(name)
  if (found === null) throw new Error(name)
  return found
}

/** Rows of a small CSV file whose quoted cells hold no quotes. */
function csv(file: string): string[][] {
  return readFileSync(path.join(projectRoot, 'test/cases/data', file), 'utf8')
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => [...line.matchAll(/("([^"]*)"|[^,]*)(?:,|$)/g)].map((match) => match[2] ?? match[1] ?? ''))
}

describe('the packs shipped', () => {
  it('are the five of the rules and the two rehearsals, each under its own id', () => {
    expect(names).toEqual([
      'national-2024',
      'national-2011',
      'zhoukou-aux-2023',
      'shenzhen-aux-2023',
      'wuhan-aux-2025',
      'shenzhen-2023',
      'wuhan-2025',
    ])
    for (const name of names) expect(pack(name).id).toBe(name)
    expect(names.filter((name) => pack(name).rehearsal)).toEqual([...rehearsalNames])
  })

  it.each([
    ['national-2024', '全国 人民警察2024'],
    ['national-2011', '全国 人民警察2011'],
    ['zhoukou-aux-2023', '河南周口'],
  ])('%s has exactly the thresholds and attempts of the table, no more and no fewer', (name, region) => {
    const { fitness } = pack(name)
    const itemOf: Record<string, string> = {
      '10米×4往返跑': 'shuttle',
      '1000米跑': 'run',
      '800米跑': 'run',
      纵跳摸高: 'jump',
    }
    const table = csv('fitness-standards.csv')
      .filter((row) => row[0]?.startsWith(region))
      .map(([, , sex, from, to, event, unit, comparison, value]) => {
        const band = from === '' && to === '' ? 'any' : to === '30' ? 'le30' : 'ge31'
        return [itemOf[event ?? ''], sex, band, unit, comparison === '<=' ? 'atMost' : 'atLeast', value].join(' ')
      })
    const shipped = fitness?.items.flatMap((item) =>
      item.standards.map(({ sex, band, value }) => [item.id, sex, band, item.unit, item.comparison, value].join(' ')),
    )
    expect(table.length).toBeGreaterThan(0)
    expect([...(shipped ?? [])].sort()).toEqual(table.sort())
    for (const row of csv('fitness-standards.csv').filter((each) => each[0]?.startsWith(region) && each[9] !== '')) {
      expect(String(fitness?.items.find((item) => item.id === itemOf[row[5] ?? ''])?.attempts)).toBe(row[9])
    }
  })

  it.each(['shenzhen-aux-2023', 'wuhan-aux-2025'])('%s has no threshold at all: they were never published', (name) => {
    const values = pack(name).fitness?.items.flatMap((item) => item.standards.map((standard) => standard.value)) ?? []
    expect(values.length).toBeGreaterThan(0)
    expect(values.every((value) => value === null)).toBe(true)
  })

  it.each(rehearsalNames)(
    'rehearsal %s says on every screen, in both languages, whose thresholds it borrows',
    (name) => {
      const banners = pack(name).banners
      expect(
        banners.some(({ zh, en }) => zh.includes('借用 national-2024') && en.includes('borrowed from national-2024')),
      ).toBe(true)
      for (const item of pack(name).fitness?.items ?? []) {
        const source = pack('national-2024').fitness?.items.find((each) => each.id === item.id)
        for (const standard of item.standards) {
          const band = standard.band === 'any' ? 'any' : standard.band === 'le30' ? 'le30' : 'ge31'
          expect(standard.value).toBe(
            source?.standards.find((each) => each.sex === standard.sex && each.band === band)?.value,
          )
          expect(standard.clause).toContain('借用')
        }
      }
    },
  )

  it.each(['wuhan-aux-2025', 'wuhan-2025'])(
    '%s has the 13 posts of the table, 198 to hire, each with its own pipeline',
    (name) => {
      const { posts } = pack(name)
      const table = csv('posts-wuhan.csv').map((row) => [row[0], row[1], row[2], row[3], row[4], row[6], row[7]])
      const sexes = { any: '不限', M: '男', F: '女' }
      expect(
        posts.map((post) => [
          post.code,
          post.unit,
          post.title,
          String(post.headcount),
          sexes[post.sex],
          post.birth?.from,
          post.birth?.to,
        ]),
      ).toEqual(table)
      expect(posts.reduce((sum, post) => sum + post.headcount, 0)).toBe(198)
      for (const post of posts) {
        const number = Number(post.code)
        const expected =
          number <= 3 ? ['interview', 'professional'] : number <= 7 ? ['interview'] : ['fitness', 'interview']
        expect(post.stages, post.code).toEqual(expected)
        expect(
          post.notes.some((note) => note.zh.includes('合并单元格')),
          post.code,
        ).toBe(number === 2 || number === 3)
      }
    },
  )

  it('shenzhen-2023 has three posts of each category, the published windows, and jump, shuttle, run in that order', () => {
    const { posts, sessions, fitness } = pack('shenzhen-2023')
    expect(posts.filter((post) => post.category === 'technical')).toHaveLength(3)
    expect(posts.filter((post) => post.category === 'general')).toHaveLength(3)
    expect(posts.every((post) => post.stages.join() === 'psych,fitness,interview')).toBe(true)
    expect(sessions.map(({ date, half, window }) => `${date} ${half} ${window.from}-${window.to}`)).toEqual([
      '2023-06-09 am 07:45-08:15',
      '2023-06-09 pm 14:15-14:45',
      '2023-06-10 am 07:45-08:15',
      '2023-06-10 pm 14:15-14:45',
      '2023-06-17 am 07:30-08:30',
      '2023-06-17 pm 13:00-14:00',
    ])
    expect(fitness?.order).toBe('fixed')
    expect(fitness?.items.map((item) => [item.id, item.attempts])).toEqual([
      ['jump', 3],
      ['shuttle', 2],
      ['run', 1],
    ])
  })

  it('have different hashes, and the hash does not depend on the order of keys', () => {
    expect(new Set(names.map((name) => packHash(pack(name)))).size).toBe(names.length)
    const reversed = parsePack(Object.fromEntries(Object.entries(shippedPacks['national-2024'] as object).reverse()))
    expect(reversed.ok && packHash(reversed.pack)).toBe(packHash(pack('national-2024')))
  })

  it('say everything a person reads in both languages', () => {
    const walk = (value: unknown, at: string): void => {
      if (typeof value !== 'object' || value === null) return
      if ('zh' in value && 'en' in value) {
        expect(String(value.zh), at).toMatch(/[\u4e00-\u9fff]/)
        expect(String(value.en), at).toMatch(/[a-z]/)
      }
      for (const [key, each] of Object.entries(value)) walk(each, `${at}.${key}`)
    }
    for (const name of names) walk(pack(name), name)
  })
})

describe('docs/rule-pack.schema.json', () => {
  const published = readFileSync(path.join(projectRoot, 'docs/rule-pack.schema.json'), 'utf8')

  it('is what the program reads packs with (else run tools/write-pack-schema.ts)', () => {
    expect(JSON.parse(published)).toEqual(JSON.parse(packJsonSchema()))
  })

  it('accepts every shipped pack and refuses a number where a decimal text belongs', () => {
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(JSON.parse(published) as object)
    for (const name of names)
      expect(validate(shippedPacks[name]), `${name} ${JSON.stringify(validate.errors)}`).toBe(true)
    const broken = structuredClone(shippedPacks['national-2024']) as {
      fitness: { items: { standards: { value: unknown }[] }[] }
    }
    const cell = broken.fitness.items[0]?.standards[0]
    if (cell !== undefined) cell.value = 265
    expect(validate(broken)).toBe(false)
  })
})
