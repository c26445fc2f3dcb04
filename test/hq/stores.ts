import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { describe, inject } from 'vitest'
import { openStore, type Store, type StoreKind } from '../../hq/store.ts'

/** Where a store lies, so that a test can open it twice or again. */
export interface StorePlace {
  kind: StoreKind
  folder: string
  databaseUrl: string | undefined
  open(): Promise<Store>
  /** Throws everything away; the stores must be closed. */
  remove(): Promise<void>
}

/** A fresh empty place for a store of this kind. */
export async function storePlace(kind: StoreKind): Promise<StorePlace> {
  const folder = mkdtempSync(path.join(tmpdir(), 'kaodian-hq-'))
  const databaseUrl = kind === 'postgres' ? await freshDatabase() : undefined
  return {
    kind, folder, databaseUrl,
    open: () => openStore({ folder, databaseUrl }),
    remove: async () => {
      rmSync(folder, { recursive: true, force: true })
      if (databaseUrl !== undefined) await onServer(`DROP DATABASE IF EXISTS ${new URL(databaseUrl).pathname.slice(1)} WITH (FORCE)`)
    },
  }
}

/** The same tests on SQLite and on PostgreSQL. */
export function onBothStores(name: string, tests: (kind: StoreKind) => void): void {
  describe.each<StoreKind>(['sqlite', 'postgres'])(`${name} (%s)`, tests)
}

async function freshDatabase(): Promise<string> {
  const name = `t${randomBytes(6).toString('hex')}`
  await onServer(`CREATE DATABASE ${name}`)
  const url = new URL(inject('postgres'))
  url.pathname = `/${name}`
  return url.href
}

async function onServer(text: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgres') })
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}
