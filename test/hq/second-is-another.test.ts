import { expect, test } from 'vitest'
import { systemChance } from '../../exchange/chance.ts'
import { insertRecruitment, insertStream, testStation } from './exchange-world.ts'
import { must, reasonOf } from './prepared-recruitment.ts'
import { runHq } from './running-hq.ts'
import { onBothStores, storePlace } from './stores.ts'

onBothStores('the second person', (kind) => {
  test('is never the caller, however the account is spelled; nor is somebody closed, unknown, or not yet in', async () => {
    const place = await storePlace(kind)
    const hq = await runHq(place)
    const { no } = await insertRecruitment(hq.inside, 'r', ['v'])
    await insertStream(hq.inside, no, testStation('r', 'v', systemChance))
    const { db } = hq.inside.store
    // somebody on duty with a password of his own, signed in
    const own = await hq.second('duty')
    const { token } = must(await hq.stranger().accounts.signIn(own))
    const me = hq.signed(token)
    const renew = (second: typeof own) => me.packages.renewCard({ cmd: hq.cmd(), recruitment: 'r', venue: 'v', reason: '卡丢了', second })
    const spellings = [own.account, own.account.toUpperCase(), ` ${own.account}`, `${own.account}\t`, `${own.account}\u00a0`, `\ufeff${own.account}`, 'Second-Duty']
    for (const account of spellings) expect([account, reasonOf(await renew({ ...own, account }))]).toEqual([account, 'second_same'])

    const other = await hq.second('planner')
    await db.updateTable('account').set({ active: 0 }).where('id', '=', other.account).execute()
    expect(reasonOf(await renew(other))).toBe('second_wrong')
    await db.updateTable('account').set({ active: 1, fresh: 1 }).where('id', '=', other.account).execute()
    expect(reasonOf(await renew(other))).toBe('second_wrong')
    expect(reasonOf(await renew({ ...other, account: 'nobody' }))).toBe('second_wrong')
    await db.updateTable('account').set({ fresh: 0 }).where('id', '=', other.account).execute()
    expect(reasonOf(await renew({ ...other, account: ` ${other.account.toUpperCase()} ` }))).toBeUndefined()
    expect(await db.selectFrom('hq_fact').select(['by', 'second']).where('type', '=', 'card.issued').execute()).toEqual([{ by: own.account, second: other.account }])
    await hq.stop()
    await place.remove()
  })
})
