import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { packNamed } from '../../shared/pack-catalogue.ts'
import { parsePack } from '../../shared/pack-schema.ts'
import { answerLine } from '../../tools/rules-answers.ts'
import type { ConsolePack } from '../../tools/rules-unanswerable.ts'
import { projectRoot, workedCases, type WorkedCase } from './worked-cases.ts'

const cases = workedCases()

function load(pack: string | undefined): ConsolePack | null {
  if (pack === undefined) return null
  const shipped = packNamed(pack)
  if (shipped !== null) return { ok: true, pack: shipped }
  return parsePack(JSON.parse(readFileSync(path.join(projectRoot, pack), 'utf8')))
}

function holds(worked: WorkedCase, answer: unknown): void {
  const where = `${worked.file}:${String(worked.number)} ${worked.clause}`
  if (worked.errorAt === undefined) expect(answer, where).toStrictEqual(worked.expect)
  else expect(answer, where).toStrictEqual({ error: expect.stringMatching(/./) as string, path: worked.errorAt })
}

/** Runs the console as a customer would and gives its lines of answer. */
async function console(
  args: string[],
  input: string | Uint8Array,
  calledFrom?: string,
): Promise<{ lines: string[]; code: number | null; stderr: string }> {
  const child = spawn(process.execPath, [path.join(projectRoot, 'tools/rules.ts'), ...args], {
    cwd: projectRoot,
    env: { ...process.env, INIT_CWD: calledFrom },
  })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  child.stdin.end(input)
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { lines: stdout.split('\n').slice(0, -1), code, stderr }
}

describe('worked cases of 规则 §3–§9', () => {
  for (const file of new Set(cases.map((each) => each.file))) {
    it(`hold in ${file} when the functions answer`, () => {
      for (const each of cases.filter((one) => one.file === file)) {
        holds(each, answerLine(JSON.stringify(each.line), load(each.pack)))
      }
    })
  }

  const packs = [...new Set(cases.map((each) => each.pack))]
  it.each(packs)('hold through the real console with --pack %s', async (pack) => {
    const asked = cases.filter((each) => each.pack === pack)
    const run = await console(
      pack === undefined ? [] : ['--pack', pack],
      asked.map((each) => `${JSON.stringify(each.line)}\n`).join(''),
    )
    expect(run.lines).toHaveLength(asked.length)
    asked.forEach((each, index) => holds(each, JSON.parse(run.lines[index] ?? 'null')))
  })

  it('exist for every section from §3 to §9', () => {
    for (const section of ['§3', '§4', '§5', '§6', '§7', '§8', '§9']) {
      expect(cases.filter((each) => each.clause.startsWith(section)).length, section).toBeGreaterThan(5)
    }
  })
})

describe('the rules console', () => {
  it('answers each line, unreadable and empty ones too, in the same order', async () => {
    const run = await console(
      ['--pack=national-2024'],
      'x\n\n[1]\n"a"\n{"ask":"residentId","id":""}\r\n{"ask":"residentId","id":"1"}',
    )
    expect(run.lines.map((line) => (JSON.parse(line) as { path?: string; reason?: string }).path)).toEqual([
      '',
      '',
      '',
      '',
      undefined,
      undefined,
    ])
    expect(run.code).toBe(0)
  })

  it('takes only a line feed for the end of a line', async () => {
    const run = await console(
      ['--pack=national-2024'],
      '{"ask":"residentId","id":"1\u2028\u20292"}\n{"ask":"residentId",\r"id":"1"}\r\n',
    )
    expect(run.lines).toEqual(['{"valid":false,"reason":"length"}', '{"valid":false,"reason":"length"}'])
  })

  it('answers bytes that are no text with an error and goes on', async () => {
    const bytes = [...Buffer.from('{"ask":"residentId","id":"'), 0xff, ...Buffer.from('"}\n\uFEFF{"ask":"x"}')]
    const run = await console([], Uint8Array.from(bytes))
    expect(run.lines.map((line) => (JSON.parse(line) as { path: string }).path)).toEqual(['', 'ask'])
  })

  it('finds a pack file beside the person who calls npm, and else in the project', async () => {
    const band = '{"ask":"band","birth":"1992-05-05","on":"2023-06-09"}\n'
    for (const [file, from] of [
      ['national-2011.json', path.join(projectRoot, 'shared/packs')],
      ['shared/packs/national-2011.json', path.join(projectRoot, 'docs')],
    ] as const) {
      expect((await console(['--pack', file], band, from)).lines).toEqual(['{"age":31,"band":"ge31"}'])
    }
  })

  it('answers a line before the next one is sent', async () => {
    const child = spawn(process.execPath, [path.join(projectRoot, 'tools/rules.ts')], { cwd: projectRoot })
    for (const id of ['1', '2', '3']) {
      const answered = new Promise<string>((resolve) => child.stdout.setEncoding('utf8').once('data', resolve))
      child.stdin.write(`${JSON.stringify({ ask: 'residentId', id })}\n`)
      expect(await answered).toBe('{"valid":false,"reason":"length"}\n')
    }
    child.stdin.end()
    await new Promise((resolve) => child.on('close', resolve))
  })

  it('says on stderr which packs there are when the name is unknown, and exits 2', async () => {
    const run = await console(['--pack', 'no-such-pack'], '{"ask":"band"}\n{"ask":"residentId","id":"1"}\n')
    expect(run.code).toBe(2)
    expect(run.lines).toHaveLength(2)
    expect(JSON.parse(run.lines[0] ?? '')).toHaveProperty('error')
    expect(run.lines[1]).toBe('{"valid":false,"reason":"length"}')
    expect(run.stderr).toContain('shenzhen-2023')
  })

  it('lists every fault of a broken pack on stderr', async () => {
    const run = await console(['--pack', 'test/cases/data/broken-pack.json'], '')
    expect(run.stderr).toContain('fitness.items[1].standards[0].value')
    expect(run.code).toBe(1)
  })
})
