import { ok, refusedAs } from './crew.ts'
import { present, second, type HalfDay } from './half-day.ts'
import type { Person } from './people.ts'

const words = { passed: '合格', failed: '不合格', invalid: '无效' }

/** Half of the results typed, half from the assessment software's file; invalid ones ruled on, notices printed. */
export async function psych(day: HalfDay): Promise<void> {
  const { crew, pack, session, tally } = day
  if (!session.stages.includes('psych')) return
  const due = present(day).filter(
    ({ candidate }) => pack.posts.find((post) => post.code === candidate.post)?.stages.includes('psych') === true,
  )
  const byHand = due.filter((_, index) => index % 2 === 0)
  const byFile = due.filter((_, index) => index % 2 === 1)
  for (const person of byHand) await typeResult(day, person)
  await importResults(day, byFile)
  for (const person of due) {
    await ruleAndCorrect(day, person)
    if (person.where !== 'psych_failed') continue
    ok(
      await crew.as(crew.operator('psych')).psych.notice({ cmd: crew.cmd(), session: session.id, lot: person.lot }),
      'notice',
    )
    tally.add('心理测评书面告知')
  }
}

function firstResult(person: Person): 'passed' | 'failed' | 'invalid' {
  switch (person.psych) {
    case 'passed':
      return 'passed'
    case 'failed':
    case 'corrected':
      return 'failed'
    case 'invalid_passed':
    case 'invalid_failed':
      return 'invalid'
    default:
      return person.psych satisfies never
  }
}

async function typeResult(day: HalfDay, person: Person): Promise<void> {
  const { crew, session, tally } = day
  const clerk = crew.as(crew.operator('psych'))
  const { lot } = person
  ok(
    await clerk.psych.record({ cmd: crew.cmd(), session: session.id, lot, result: firstResult(person) }),
    'a psych result',
  )
  tally.add('心理测评：手工录入')
  if (person.candidate.rosterNumber.endsWith('7'))
    refusedAs(
      await clerk.psych.record({ cmd: crew.cmd(), session: session.id, lot, result: 'passed' }),
      'psych_done',
      'a second psych result',
    )
  crew.pass(2 * second)
}

async function importResults(day: HalfDay, people: readonly Person[]): Promise<void> {
  if (people.length === 0) return
  const { crew, session, tally } = day
  const clerk = crew.as(crew.operator('psych'))
  const lines = ['抽签号,测评结果', ...people.map((person) => `${person.lot},${words[firstResult(person)]}`)]
  const file = { session: session.id, name: '心理测评结果.csv', bytes: base64(lines) }
  const wrong = { ...file, bytes: base64([...lines, 'Z998,合格', `${people[0]?.lot ?? ''},也许`]) }
  const seen = ok(await clerk.psych.previewFile(wrong), 'preview of a faulty file')
  if (seen.problems.length < 2) throw new Error('a faulty file shows no problems')
  refusedAs(await clerk.psych.importFile({ cmd: crew.cmd(), ...wrong }), 'psych_file_problems', 'a faulty file')
  const { imported } = ok(await clerk.psych.importFile({ cmd: crew.cmd(), ...file }), 'a results file')
  if (imported !== people.length) throw new Error(`${imported} of ${people.length} results came in`)
  tally.add('心理测评：文件导入', imported)
}

const base64 = (lines: readonly string[]): string => Buffer.from(`${lines.join('\r\n')}\r\n`).toString('base64')

async function ruleAndCorrect(day: HalfDay, person: Person): Promise<void> {
  const { crew, session, tally } = day
  const view = ok(
    await crew.as(crew.operator('psych')).psych.find({ session: session.id, lot: person.lot }),
    'a psych result by lot',
  ).view
  const replaces = view.fact ?? ''
  const passed = person.psych === 'passed' || person.psych === 'corrected' || person.psych === 'invalid_passed'
  if (person.psych === 'corrected') {
    const second = crew.second(crew.operator('supervisor'))
    ok(
      await crew
        .as(crew.operator('psych'))
        .psych.correct({ cmd: crew.cmd(), replaces, result: 'passed', reason: '录入看错一行', second }),
      'correcting a psych result',
    )
    tally.add('心理测评更正')
  }
  if (view.needsRuling) {
    const second = crew.second(crew.operator('chief'))
    ok(
      await crew.as(crew.operator('supervisor')).psych.rule({
        cmd: crew.cmd(),
        replaces,
        result: passed ? 'passed' : 'failed',
        reason: '复核作答记录',
        second,
      }),
      'ruling',
    )
    tally.add('心理测评裁定')
  }
  person.where = passed ? 'psych_passed' : 'psych_failed'
}
