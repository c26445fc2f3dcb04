import { existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { refuse } from '../shared/api/answer.ts'
import type { BackupManifest } from '../db/backup.ts'
import { readManifest, restoreBackup, writeBackup } from '../db/backup.ts'
import { heads } from '../db/ledger.ts'
import { restores } from '../db/restored.ts'
import { verifyLedger } from '../db/verify.ts'
import { boardOf } from './board.ts'
import { errorFields } from '../exchange/log.ts'
import { databaseFile, type RunningVenue } from './running-venue.ts'
import { lacksSecond } from './second-person.ts'
import { selfTest } from '../exchange/self-test.ts'
import { receiptHeads } from './sync-state.ts'
import { storageTrouble } from './storage-trouble.ts'
import { signedInCall, type StationMethods } from './station-methods.ts'

interface Backup {
  file: string
  at: number
  bytes: number
  facts: number
  head: string
}

const backupFolder = (folder: string): string => path.join(folder, 'backups')

function backupOf(venue: RunningVenue, manifest: BackupManifest): Backup {
  const head = manifest.heads.find((each) => each.station === venue.station) ?? manifest.heads[0]
  const { size } = statSync(path.join(backupFolder(venue.folder), manifest.file))
  return { file: manifest.file, at: manifest.at, bytes: size, facts: manifest.facts, head: head?.hash ?? '' }
}

/** Whole backups in the venue's folder, newest first; what was cut off while being written has no manifest or no file. */
function backups(venue: RunningVenue): Backup[] {
  const folder = backupFolder(venue.folder)
  return readdirSync(folder)
    .filter((name) => name.endsWith('.db') && existsSync(path.join(folder, `${name}.json`)))
    .flatMap((name) => {
      const manifest = readManifest(path.join(folder, name))
      return manifest?.file === name ? [backupOf(venue, manifest)] : []
    })
    .sort((a, b) => b.at - a.at)
}

function nameFor(now: number, folder: string): string {
  const stamp = new Date(now).toISOString().slice(0, 19).replaceAll(/[:T-]/g, '')
  for (let copy = 0; ; copy += 1) {
    const name = `kaodian-${stamp}${copy === 0 ? '' : `-${String(copy)}`}.db`
    if (!existsSync(path.join(folder, name))) return name
  }
}

/** The machine room: is everything as it was recorded, is there a copy, how full is the disk. */
export const systemMethods: StationMethods<'system'> = {
  verify: async (call, { full }) => {
    const { venue } = signedInCall(call)
    const began = call.inside.clock.mono()
    const report = await verifyLedger(venue.db, { signatures: full ? 'all' : 'last', anchors: receiptHeads(venue.db) })
    const [first] = report.findings
    return {
      ok: report.ok,
      facts: report.facts,
      streams: report.heads.length,
      milliseconds: Math.round(call.inside.clock.mono() - began),
      bad: first === undefined ? null : { fact: `${first.station}/${String(first.seq)}`, problem: first.fault },
    }
  },
  backup: async (call, { passphrase }) => {
    const { venue, caller, inside } = signedInCall(call)
    const folder = backupFolder(venue.folder)
    const now = Math.round(inside.clock.now())
    let manifest: BackupManifest
    try {
      manifest = await writeBackup(venue.db, {
        to: path.join(folder, nameFor(now, folder)),
        keys: venue.keys,
        now,
        ...(passphrase !== undefined && passphrase !== '' && { passphrase }),
      })
    } catch (error) {
      // a disk that will not take the copy is expected; what it said goes to the log
      inside.log.error({ error: errorFields(error) }, 'a backup failed')
      return refuse(storageTrouble(error) ?? 'backup_failed')
    }
    const noted = venue.record(
      caller,
      'backup.written',
      { file: manifest.file, facts: manifest.facts, hash: manifest.sha256 },
      venue.newCommand(),
    )
    return noted.ok ? { ok: true, backup: backupOf(venue, manifest) } : noted
  },
  backups: (call) => backups(signedInCall(call).venue),
  restore: async (call, { file }) => {
    const { venue, caller, inside } = signedInCall(call)
    const lacking = lacksSecond(caller, 'closing')
    if (lacking !== null) return lacking
    if (!backups(venue).some((each) => each.file === file)) return refuse('restore_failed', { why: 'backup_missing' })
    const { folder, keys } = venue
    const answer = await inside.swap(() =>
      // chief and second person want this state back: what is newer is kept aside, not lost
      restoreBackup({
        from: path.join(backupFolder(folder), file),
        folder,
        now: Math.round(inside.clock.now()),
        keys,
        overNewer: true,
        by: { operator: caller.operator, ...(caller.second !== undefined && { second: caller.second.operator }) },
      }),
    )
    if (!answer.ok) return refuse('restore_failed', { why: answer.refused })
    return { ok: true, facts: answer.report.facts, keptAside: answer.keptAside ?? '' }
  },
  nameStation: (call, { cmd, name }) => {
    const { venue, caller } = signedInCall(call)
    return venue.record(caller, 'station.named', { name }, cmd)
  },
  status: (call) => {
    const { venue, inside } = signedInCall(call)
    return {
      facts: venue.factCount(),
      head: venue.head(),
      heads: heads(venue.db),
      folder: venue.folder,
      freeBytes: venue.freeBytes(),
      databaseBytes: statSync(path.join(venue.folder, databaseFile)).size,
      lastBackup: backups(venue)[0]?.at ?? null,
      keyKept: inside.keeper.kept,
      selfTest: selfTest().length === 0,
      memoryMb: Math.round(process.memoryUsage.rss() / 1024 / 1024),
      restores: restores(venue.db).map(({ fact, at, by, second, body }) => ({
        fact,
        at,
        by: boardOf(venue).nameOf(by),
        second: second === null ? '' : boardOf(venue).nameOf(second),
        file: body.file,
        facts: body.facts,
        replaced: body.replaced?.facts ?? null,
      })),
    }
  },
}
