import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { systemChance, type Chance } from '../exchange/chance.ts'
import { systemClock, type Clock } from '../exchange/clock.ts'
import { takeFolder } from './folder-lock.ts'
import type { Inside } from './inside.ts'
import { fileKeeper, keyFile, readKeys, type Keeper } from './keys.ts'
import { makeLog, type Log } from '../exchange/log.ts'
import type { OpenVenue } from './open-venue.ts'
import { portFace, type Port } from './port-face.ts'
import { makeRouter, type StationRouter } from './router.ts'
import { databaseFile, runVenue, type RunningVenue } from './running-venue.ts'
import { selfTest } from '../exchange/self-test.ts'
import { StationUnusable } from './unusable.ts'

export interface StationOptions {
  /** Data folder; made when it does not exist. */
  folder: string
  clock?: Clock
  chance?: Chance
  keeper?: Keeper
  /** Name and version for facts and screens, e.g. `kaodian 0.1.0`. */
  program?: string
  log?: Log
}

/** One installation of the program at work: a data folder, perhaps a venue in it, and the contract's methods. */
export interface Station {
  readonly folder: string
  readonly venue: OpenVenue | null
  /** The implemented contract, for a face to serve. */
  readonly router: StationRouter
  readonly inside: Inside
  /** Answers the contract on a port of a window or a test. */
  attachPort(port: Port): void
  /** Lets everything go; harmless twice. */
  close(): Promise<void>
}

/** Where a venue is made before it is complete. */
const preparing = 'preparing'
/** Sub-folders of a data folder that holds a venue. */
const venueFolders = ['backups', 'evidence', 'out'] as const

/**
 * Starts the station on a data folder, with the venue that lies in it or waiting for one. Throws `StationUnusable`,
 * whose message says in Chinese what to do.
 */
export async function openStation(options: StationOptions): Promise<Station> {
  const failed = selfTest()
  if (failed.length > 0)
    throw new StationUnusable('self_test', `密码学自检未通过：${failed.join('、')}。请勿使用，并联系供应商。`)
  const folder = path.resolve(options.folder)
  const letGo = take(folder)
  try {
    return await start(folder, options, letGo)
  } catch (error) {
    letGo()
    throw error
  }
}

function take(folder: string): () => void {
  let taken: (() => void) | null
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    taken = takeFolder(folder)
  } catch (error) {
    throw new StationUnusable('folder_unwritable', `数据文件夹 ${folder} 不能写入，请检查路径和权限。`, {
      cause: error,
    })
  }
  if (taken === null)
    throw new StationUnusable('folder_in_use', `数据文件夹 ${folder} 正由另一个考点程序使用，请先关闭它。`)
  return taken
}

async function start(folder: string, options: StationOptions, letGo: () => void): Promise<Station> {
  const clock = options.clock ?? systemClock
  const chance = options.chance ?? systemChance
  const keeper = options.keeper ?? fileKeeper
  const log = options.log ?? makeLog('warn')
  clearUnfinished(folder)

  const read = async (): Promise<RunningVenue | null> => {
    const database = existsSync(path.join(folder, databaseFile))
    if (!database && !existsSync(path.join(folder, keyFile))) return null
    const keys = await readKeys(folder, keeper)
    if (!database)
      throw new StationUnusable(
        'database_missing',
        `文件夹 ${folder} 里有密钥却没有数据库 ${databaseFile}。请把数据库放回，或从备份恢复（npm run restore）。`,
      )
    for (const name of venueFolders) mkdirSync(path.join(folder, name), { recursive: true })
    return runVenue({ folder, keys, clock, chance, log, keeper, program: options.program ?? 'kaodian' })
  }
  let venue = await read()

  const inside: Inside = {
    folder,
    clock,
    chance,
    keeper,
    log,
    program: options.program ?? 'kaodian',
    get venue() {
      return venue
    },
    now: () => venue?.clock.now() ?? clock.now(),
    adopt: async (prepare) => {
      const place = path.join(folder, preparing)
      rmSync(place, { recursive: true, force: true })
      mkdirSync(place, { mode: 0o700 })
      try {
        const result = await prepare(place)
        publish(place, folder)
        venue = await read()
        return result
      } finally {
        rmSync(place, { recursive: true, force: true })
      }
    },
    swap: async (replace) => {
      venue?.close()
      venue = null
      try {
        return await replace()
      } finally {
        venue = await read()
      }
    },
  }
  const router = makeRouter(inside)
  return {
    folder,
    router,
    inside,
    attachPort: portFace(router),
    get venue() {
      return venue
    },
    close: async () => {
      venue?.close()
      venue = null
      letGo()
    },
  }
}

/** What a killed set-up left behind was never a venue: nobody saw it, and its key opens nothing else. */
function clearUnfinished(folder: string): void {
  const place = path.join(folder, preparing)
  if (!existsSync(place)) return
  if (!existsSync(path.join(folder, databaseFile))) rmSync(path.join(folder, keyFile), { force: true })
  rmSync(place, { recursive: true, force: true })
}

/** Moves a complete venue into the data folder; the database comes last, because it is what makes a folder a venue. */
function publish(from: string, to: string): void {
  // a venue that could not be opened is still somebody's venue
  if (existsSync(path.join(to, databaseFile))) throw new Error(`${to} holds a venue already`)
  for (const name of [keyFile, databaseFile]) renameSync(path.join(from, name), path.join(to, name))
  if (process.platform === 'win32') return
  const fd = openSync(to, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}
