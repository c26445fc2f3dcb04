import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeStationKeys, readKeyFile, writeKeyFile } from '../../db/key-file.ts'
import { countFacts, factById, openLedger } from '../../db/ledger.ts'
import { openDatabase } from '../../db/open.ts'
import { DatabaseGone, DatabaseUnusable, DiskFull } from '../../db/unusable.ts'
import { verifyLedger } from '../../db/verify.ts'
import { dice } from '../../tools/bench/made-roster.ts'
import { attempt, handClock, printedSeed, testLedger, testStation } from './arbitrary-facts.ts'

let folder: string
let file: string
const key = Buffer.alloc(32, 7)

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kaodian-test-'))
  file = join(folder, 'kaodian.db')
})
afterEach(() => rmSync(folder, { recursive: true }))

const killRounds = process.env['KAODIAN_DEEP'] === '1' ? 50 : 5

test('kill -9 while recording: every acknowledged fact is there afterwards, once, and the chain holds', async () => {
  const random = dice(printedSeed('kill'))
  const keys = makeStationKeys()
  const keyPath = join(folder, 'station.key.json')
  writeKeyFile(keyPath, keys)
  const acknowledged: string[] = []
  for (let round = 0; round < killRounds; round += 1) {
    const enough = 10 + Math.floor(random() * 90)
    const heard = await new Promise<string[]>((resolve) => {
      const child = spawn(process.execPath, [join(import.meta.dirname, 'recording-child.ts'), file, keyPath], { stdio: ['ignore', 'pipe', 'inherit'] })
      let text = ''
      child.stdout.on('data', (piece: Buffer) => {
        text += piece.toString('utf8')
        if (text.split('\n').length > enough) child.kill('SIGKILL')
      })
      child.on('close', () => resolve(text.split('\n').slice(0, -1)))
    })
    expect(heard.length).toBeGreaterThanOrEqual(enough)
    acknowledged.push(...heard)
    const db = openDatabase({ file, key: keys.database })
    for (const line of acknowledged) {
      const [id = '', cmd = ''] = line.split(' ')
      expect(factById(db, id)?.fact.cmd).toBe(cmd)
      expect(db.one<{ count: number }>('SELECT count(*) AS count FROM command WHERE cmd = ?', cmd)?.count).toBe(1)
    }
    // Of each round at most the one that was under way when the kill came is there unacknowledged.
    expect(countFacts(db) - acknowledged.length).toBeLessThanOrEqual(round + 1)
    expect(await verifyLedger(db, { signatures: 'last' })).toMatchObject({ ok: true })
    db.close()
  }
}, 300_000)

test('synchronous=FULL, WAL and the guards are on at every open, and the file is not readable without the key', () => {
  for (let turn = 0; turn < 2; turn += 1) {
    const db = openDatabase({ file, key })
    const pragmas = ['synchronous', 'journal_mode', 'secure_delete', 'trusted_schema', 'cell_size_check', 'foreign_keys', 'temp_store', 'recursive_triggers']
    expect(pragmas.map((name) => db.raw.pragma(name, { simple: true }))).toEqual([2, 'wal', 1, 0, 1, 1, 2, 1])
    testLedger(db, testStation()).append(attempt(turn))
    db.raw.pragma('wal_checkpoint(TRUNCATE)')
    db.close()
  }
  const bytes = readFileSync(file)
  expect(bytes.subarray(0, 15).toString('latin1')).not.toBe('SQLite format 3')
  expect(bytes.includes('exam-1')).toBe(false)
  // The control: without our own setting this build opens a WAL file at NORMAL, and a power cut would lose facts.
  const raw = new Database(file)
  raw.pragma("cipher='chacha20'")
  raw.pragma(`key='raw:${key.toString('hex')}'`)
  raw.pragma('journal_mode = WAL')
  expect(raw.pragma('synchronous', { simple: true })).toBe(1)
  raw.close()
})

test('a wrong key, a plain file, a strange shape and a newer file are refused by name and left as they were', () => {
  openDatabase({ file, key }).close()
  const before = readFileSync(file)
  const why = (work: () => unknown): string => {
    try {
      work()
    } catch (error) {
      if (error instanceof DatabaseUnusable) return error.why
      throw error
    }
    return 'opened'
  }
  expect(why(() => openDatabase({ file, key: Buffer.alloc(32, 8) }))).toBe('wrong_key')
  expect(readFileSync(file)).toEqual(before)
  expect(why(() => openDatabase({ file: join(folder, 'none.db'), key, readonly: true }))).toBe('missing')
  const plain = join(folder, 'plain.db')
  new Database(plain).exec('CREATE TABLE a (x)').close()
  expect(why(() => openDatabase({ file: plain, key }))).toBe('not_encrypted')
  const db = openDatabase({ file, key })
  db.raw.exec('CREATE TABLE extra (x INTEGER) STRICT')
  db.close()
  expect(why(() => openDatabase({ file, key }))).toBe('strange_shape')
  const again = (sql: string) => {
    const raw = new Database(file)
    raw.pragma("cipher='chacha20'")
    raw.pragma(`key='raw:${key.toString('hex')}'`)
    raw.exec(sql)
    raw.close()
  }
  again('DROP TABLE extra; DROP TRIGGER fact_no_delete')
  expect(why(() => openDatabase({ file, key })), 'a guard taken away').toBe('strange_shape')
  again('PRAGMA user_version = 99')
  expect(why(() => openDatabase({ file, key }))).toBe('newer_program')
})

test('a full disk is said loudly, nothing acknowledged is lost, and recording goes on once there is room', async () => {
  const db = openDatabase({ file, key })
  const ledger = testLedger(db, testStation())
  let acknowledged = 0
  const record = (n: number) => {
    if (ledger.append(attempt(n)).ok) acknowledged += 1
  }
  for (let n = 1; n <= 20; n += 1) record(n)
  db.raw.pragma(`max_page_count = ${String(Number(db.raw.pragma('page_count', { simple: true })) + 3)}`)
  let failed = 0
  for (let n = 21; failed === 0; n += 1) {
    try {
      record(n)
    } catch (error) {
      expect(error).toBeInstanceOf(DiskFull)
      failed = n
    }
  }
  expect(countFacts(db)).toBe(acknowledged)
  db.raw.pragma('max_page_count = 100000')
  record(failed)
  expect(countFacts(db)).toBe(acknowledged)
  expect(await verifyLedger(db, { signatures: 'last' })).toMatchObject({ ok: true, facts: acknowledged })
  db.close()
})

test('a database deleted or replaced under the program is noticed before anything is called recorded', () => {
  for (const harm of ['delete', 'replace', 'wal'] as const) {
    const own = join(folder, `${harm}.db`)
    const db = openDatabase({ file: own, key })
    const clock = handClock()
    const ledger = openLedger(db, { exam: 'e', venue: 'v', signingKey: testStation().key, clock })
    ledger.append(attempt(1))
    if (harm === 'delete') rmSync(own)
    if (harm === 'wal') rmSync(`${own}-wal`)
    if (harm === 'replace') {
      writeFileSync(`${own}.other`, 'x')
      renameSync(`${own}.other`, own)
    }
    clock.move(1000)
    expect(() => ledger.append(attempt(2)), harm).toThrow(DatabaseGone)
    expect(() => db.assertLinked()).toThrow(DatabaseGone)
    db.close()
  }
})

test('of a burst that goes on after the file was moved not one fact is called recorded', () => {
  for (const harm of ['file', 'folder'] as const) {
    const place = join(folder, `burst-${harm}`)
    mkdirSync(place)
    const own = join(place, 'kaodian.db')
    const db = openDatabase({ file: own, key })
    // The clock stands still: all of this happens within one millisecond.
    const ledger = openLedger(db, { exam: 'e', venue: 'v', signingKey: testStation().key, clock: handClock() })
    for (let n = 1; n <= 40; n += 1) expect(ledger.append(attempt(n))).toMatchObject({ ok: true })
    if (harm === 'file') renameSync(own, `${own}.moved`)
    else renameSync(place, `${place}-moved`)
    for (let n = 41; n <= 80; n += 1) expect(() => ledger.append(attempt(n)), `${harm} ${String(n)}`).toThrow(DatabaseGone)
    db.close()
  }
})

test('keys that others may read, or that were damaged, are refused', () => {
  const path = join(folder, 'station.key.json')
  const keys = makeStationKeys()
  writeKeyFile(path, keys)
  expect(readKeyFile(path).database).toEqual(keys.database)
  expect(() => writeKeyFile(path, keys)).toThrow(/EEXIST/)
  rmSync(path)
  writeFileSync(path, '{}', { mode: 0o600 })
  expect(() => readKeyFile(path)).toThrow(/damaged/)
  rmSync(path)
  writeFileSync(path, '{}', { mode: 0o644 })
  expect(() => readKeyFile(path)).toThrow(/0600/)
})
