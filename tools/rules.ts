/**
 * The rules console: answers JSON Lines on stdin with one line each on stdout, in the same order.
 *   node tools/rules.ts --pack NAME_OR_FILE
 * Faults of the pack go to stderr, and every line that needs the pack is answered with an error.
 */
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { packNamed, shippedPacks } from '../shared/pack-catalogue.ts'
import { packError } from '../shared/pack-errors.ts'
import { parsePack } from '../shared/pack-schema.ts'
import { answerLine } from './rules-answers.ts'
import type { ConsolePack } from './rules-unanswerable.ts'

function packArgument(args: readonly string[]): string | null {
  const at = args.findIndex((arg) => arg === '--pack' || arg.startsWith('--pack='))
  const arg = args[at]
  if (arg === undefined) return null
  return arg === '--pack' ? (args[at + 1] ?? '') : arg.slice('--pack='.length)
}

function loadPack(name: string): ConsolePack {
  const shipped = packNamed(name)
  if (shipped !== null) return { ok: true, pack: shipped }
  let text: string
  try {
    text = readFileSync(name, 'utf8')
  } catch {
    process.stderr.write(`no pack and no file: ${name}; packs: ${Object.keys(shippedPacks).join(', ')}\n`)
    process.exit(2)
  }
  try {
    return parsePack(JSON.parse(text.replace(/^\uFEFF/, '')))
  } catch {
    return { ok: false, errors: [packError('', 'notJson')] }
  }
}

// A reader that stops early (`| head`) is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

const name = packArgument(process.argv.slice(2))
const loaded = name === null ? null : loadPack(name)
if (loaded !== null && !loaded.ok) {
  for (const { path, message } of loaded.errors) process.stderr.write(`${path}: ${message.zh} / ${message.en}\n`)
  process.exitCode = 1
}
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const written = process.stdout.write(`${JSON.stringify(answerLine(line.replace(/^\uFEFF/, ''), loaded))}\n`)
  if (!written) await new Promise((resolve) => process.stdout.once('drain', resolve))
}
