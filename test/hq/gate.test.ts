import { isContractProcedure } from '@orpc/contract'
import { expect, test } from 'vitest'
import { hqContract, type HqMethodName } from '../../shared/hq/api.ts'
import { hqPermissions } from '../../shared/hq/permissions.ts'
import { hqRoleNames } from '../../shared/hq/role-rules.ts'
import { hqMethodNames } from '../../hq/web/router.ts'
import { runHq } from './running-hq.ts'
import { onBothStores, storePlace } from './stores.ts'

const methods = hqMethodNames()
/** Whether a method's input carries a command id: then it changes something. */
function changes(method: HqMethodName): boolean {
  const [noun = '', name = ''] = method.split('.')
  const procedure: unknown = (hqContract as Record<string, Record<string, unknown>>)[noun]?.[name]
  if (!isContractProcedure(procedure)) throw new Error(`${method} is no procedure`)
  const schema = procedure['~orpc'].inputSchema as { shape?: Record<string, unknown> } | undefined
  return schema?.shape?.['cmd'] !== undefined
}
/** Only about the auditor's own sign-in. */
const ownAccount = new Set<string>(['accounts.setPassword', 'accounts.confirmTotp', 'accounts.setUp'])

onBothStores('the gate', (kind) => {
  test('every method × role as the table of rights says; an auditor reads everything and changes nothing', async () => {
    const place = await storePlace(kind)
    const hq = await runHq(place)
    const ask = async (method: string, token: string) => {
      const answer = await fetch(`${hq.url}/api/${method.replace('.', '/')}`, {
        method: 'POST', headers: { 'content-type': 'application/json', ...(token === '' ? {} : { authorization: `Bearer ${token}` }) }, body: '{}', signal: AbortSignal.timeout(20_000),
      })
      await answer.body?.cancel()
      return answer.status
    }
    const streams = new Set<HqMethodName>(['live.changes'])
    const asked = methods.filter((method) => !streams.has(method) && method !== 'accounts.signOut')
    for (const role of hqRoleNames) {
      const token = await hq.token(role)
      for (const method of asked) {
        const right = hqPermissions[method]
        const allowed = typeof right === 'string' || right.includes(role)
        const status = await ask(method, token)
        expect([method, role, allowed ? status !== 401 && status !== 403 : status === 403], String(status)).toEqual([method, role, true])
      }
    }
    for (const method of asked) expect([method, (await ask(method, '')) === 401], 'a stranger').toEqual([method, hqPermissions[method] !== 'anyone'])
    expect((await ask('recruitments.nothing', await hq.token('admin')))).toBe(404)

    const auditor = methods.filter((method) => {
      const right = hqPermissions[method]
      return right === 'signed_in' || (typeof right !== 'string' && right.includes('auditor'))
    })
    expect(auditor.filter((method) => changes(method) && !ownAccount.has(method))).toEqual([])
    const facts = async () => (await hq.inside.store.db.selectFrom('hq_fact').select((of) => of.fn.max('seq').as('seq')).executeTakeFirstOrThrow()).seq
    const before = await facts()
    for (const method of auditor.filter((each) => !streams.has(each) && each !== 'accounts.signOut')) await ask(method, await hq.token('auditor'))
    expect(await facts()).toBe(before)
    // what was refused stands in the ledger
    const refused = await hq.inside.store.db.selectFrom('hq_fact').select('bytes').where('type', '=', 'account.refused').execute()
    expect(refused.length).toBeGreaterThan(20)
    expect(refused[0]!.bytes.toString()).toContain('"why":"not_allowed"')
    await hq.stop()
    await place.remove()
  })
})

test('every method has its row, and what changes something has a command id', () => {
  expect(methods.filter((method) => !Object.hasOwn(hqPermissions, method))).toEqual([])
  expect(Object.keys(hqPermissions).length).toBe(methods.length)
  expect(methods.filter(changes).length).toBeGreaterThan(15)
})
