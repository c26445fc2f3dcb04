/**
 * The rules console: answers JSON Lines on stdin with one line each on stdout, in the same order.
 *   node tools/rules.ts --pack NAME_OR_FILE
 * Faults of the pack go to stderr, and every line that needs the pack is answered with an error. Exits 1 for a pack
 * with faults, 2 where there is no such pack.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { packNamed, shippedPacks } from '../shared/pack-catalogue.ts'
import { packError } from '../shared/pack-errors.ts'
import { parsePack } from '../shared/pack-schema.ts'
import { answerLine } from './rules-answers.ts'
import { jsonLines } from './rules-lines.ts'
import type { ConsolePack } from './rules-unanswerable.ts'

function packArgument(args: readonly string[]): string | null {
  const at = args.findIndex((arg) => arg === '--pack' || arg.startsWith('--pack='))
  const arg = args[at]
  if (arg === undefined) return null
  return arg === '--pack' ? (args[at + 1] ?? '') : arg.slice('--pack='.length)
}

function loadPack(name: string): ConsolePack | null {
  const shipped = packNamed(name)
  if (shipped !== null) return { ok: true, pack: shipped }
  const text = fileText(name)
  if (text === null) {
    process.stderr.write(`no pack and no file: ${name}; packs: ${Object.keys(shippedPacks).join(', ')}\n`)
    process.exitCode = 2
    return null
  }
  try {
    return parsePack(JSON.parse(text.replace(/^\uFEFF/, '')))
  } catch {
    return { ok: false, errors: [packError('', 'notJson')] }
  }
}

/** A file beside the person who asks: npm runs the console in the project's folder and tells where it was called. */
function fileText(name: string): string | null {
  for (const folder of [process.env['INIT_CWD'], '.']) {
    if (folder === undefined) continue
    try {
      return readFileSync(path.resolve(folder, name), 'utf8')
    } catch {
      // The next folder may have it.
    }
  }
  return null
}

// A reader that stops early (`| head`) is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

const name = packArgument(process.argv.slice(2))
const loaded = name === null ? null : loadPack(name)
if (loaded !== null && !loaded.ok) {
  for (const { path, message } of loaded.errors) process.stderr.write(`${path}: ${message.zh} / ${message.en}\n`)
  process.exitCode = 1
}
for await (const line of jsonLines(process.stdin)) {
  const answer = line === null ? { error: 'not UTF-8', path: '' } : answerLine(line, loaded)
  const written = process.stdout.write(`${JSON.stringify(answer)}\n`)
  if (!written) await new Promise((resolve) => process.stdout.once('drain', resolve))
}
