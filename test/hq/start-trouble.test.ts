import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { HqUnusable } from '../../hq/keys.ts'
import { openHq } from '../../hq/open-hq.ts'
import type { StoreKind } from '../../hq/store.ts'
import { storePlace } from './stores.ts'

async function placed(kind: StoreKind) {
  const place = await storePlace(kind)
  onTestFinished(() => place.remove())
  return place
}

/** The sentence an HQ refuses to start with. */
async function refusal(folder: string, databaseUrl?: string): Promise<string> {
  const opened = await openHq({ folder, databaseUrl }).catch((error: unknown) => error)
  if (!(opened instanceof HqUnusable)) throw new Error(`not an HqUnusable: ${String(opened)}`)
  return opened.message
}

test('a PostgreSQL that is not there is named with its host and port', async () => {
  const { folder } = await placed('sqlite')
  expect(await refusal(folder, 'postgres://kaodian:x@127.0.0.1:1/kaodian')).toMatch(/^连不上 PostgreSQL（127\.0\.0\.1:1，ECONNREFUSED）/)
})

test('a database nobody made says how to make it', async () => {
  const { folder, databaseUrl = '' } = await placed('postgres')
  expect(await refusal(folder, databaseUrl.replace(/\/[^/]*$/, '/nobody_made_this'))).toContain('createdb nobody_made_this')
})

test('a data folder that is a file, and an hq.db that is none, are refused in words', async () => {
  const { folder } = await placed('sqlite')
  const file = path.join(folder, 'a-file')
  writeFileSync(file, 'x')
  expect(await refusal(file)).toContain('请检查 --data')
  const broken = path.join(folder, 'broken')
  mkdirSync(broken)
  writeFileSync(path.join(broken, 'hq.db'), 'this is no database at all, only words that go on and on'.repeat(40))
  expect(await refusal(broken)).toContain('hq.db 不是总部的数据库')
})
