import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { imports, rooms, sources, type Room } from './tree.ts'

// shared ← db ← exchange ← station ← electron, exchange ← hq, shared ← renderer; test and tools may import anything, nothing imports them.
// exchange/ is what travels between stations and HQ: it and HQ may verify facts with db/envelope and db/check-chain and
// know nothing else of db.
const may: Record<Room, readonly string[]> = {
  shared: ['shared'],
  db: ['shared', 'db'],
  exchange: ['shared', 'exchange', 'db/envelope', 'db/check-chain'],
  station: ['shared', 'db', 'exchange', 'station'],
  electron: ['shared', 'db', 'exchange', 'station', 'electron'],
  renderer: ['shared', 'renderer'],
  hq: ['shared', 'exchange', 'hq', 'db/envelope', 'db/check-chain'],
  test: ['*'],
  tools: ['*'],
}

function complaint(room: Room, file: string, imported: string): string | undefined {
  if (!imported.startsWith('.')) {
    if (/^electron(\/|$)/.test(imported) && !['electron', 'test'].includes(room)) return `${file} imports ${imported}`
    if (imported.startsWith('node:') && ['shared', 'renderer'].includes(room)) return `${file} imports ${imported}`
    return undefined
  }
  const target = path.posix.join(path.posix.dirname(file), imported)
  if (
    may[room].some(
      (allowed) =>
        allowed === '*' || target === allowed || target.startsWith(`${allowed}/`) || target.startsWith(`${allowed}.`),
    )
  )
    return undefined
  return `${file} imports ${target}`
}

describe('a room imports only the rooms below it', () => {
  test.each(rooms)('%s', (room) => {
    const complaints = sources(room, /\.tsx?$/).flatMap((file) =>
      imports(file).flatMap((imported) => complaint(room, file, imported) ?? []),
    )
    expect(complaints).toEqual([])
  })

  test('the check itself sees a line that crosses the wall', () => {
    const crossing =
      "import { x } from '../db/ledger.ts'\nimport 'node:fs'\nexport * from '../station/clock.ts'\nvoid import('electron')\n"
    const seen = imports('renderer/x.ts', crossing).flatMap(
      (each) => complaint('renderer', 'renderer/x.ts', each) ?? [],
    )
    expect(seen.sort()).toEqual([
      'renderer/x.ts imports db/ledger.ts',
      'renderer/x.ts imports electron',
      'renderer/x.ts imports node:fs',
      'renderer/x.ts imports station/clock.ts',
    ])
  })

  test('relative imports name the file with its extension, so that Node runs the sources as they are', () => {
    const bare = rooms.flatMap((room) =>
      sources(room, /\.tsx?$/).flatMap((file) =>
        imports(file)
          .filter((each) => each.startsWith('.') && !/\.(ts|tsx|js|mjs|json|css|woff2|svg|png)(\?\w+)?$/.test(each))
          .map((each) => `${file} imports ${each}`),
      ),
    )
    expect(bare).toEqual([])
  })
})
