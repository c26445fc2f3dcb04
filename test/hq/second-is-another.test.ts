import { Secret, TOTP } from 'otpauth'
import { expect, test } from 'vitest'
import { systemChance } from '../../exchange/chance.ts'
import { handClock } from '../../exchange/clock.ts'
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

  test('a command of one’s own account that was recorded before sets neither password nor device', async () => {
    const place = await storePlace(kind)
    const clock = handClock(1_770_000_000_000)
    const hq = await runHq(place, { clock })
    const own = await hq.second('planner')
    const { token } = must(await hq.stranger().accounts.signIn(own))
    const me = hq.signed(token)
    const [first, other] = ['another sentence, also long', 'a third one that nobody asked for']
    const cmd = hq.cmd()
    must(await me.accounts.setPassword({ cmd, old: own.password, password: first }))
    await me.accounts.setPassword({ cmd, old: first, password: other })
    expect(reasonOf(await hq.stranger().accounts.signIn({ ...own, password: other }))).toBe('signin_wrong')
    const device = async () => {
      const made = must(await me.accounts.newTotp({ password: first }))
      clock.pass(30_000)
      return new TOTP({ secret: Secret.fromBase32(made.secret), digits: 6, period: 30, algorithm: 'SHA1' }).generate({ timestamp: clock.now() })
    }
    const set = hq.cmd()
    must(await me.accounts.confirmTotp({ cmd: set, code: await device() }))
    const kept = async () => (await hq.inside.store.db.selectFrom('account').select('totp').where('id', '=', own.account).executeTakeFirstOrThrow()).totp
    const before = await kept()
    await me.accounts.confirmTotp({ cmd: set, code: await device() })
    expect(await kept()).toBe(before)
    const facts = await hq.inside.store.db.selectFrom('hq_fact').select('type').where('type', 'in', ['account.password_set', 'account.totp_set']).orderBy('seq').execute()
    expect(facts.map(({ type }) => type)).toEqual(['account.password_set', 'account.totp_set'])
    await hq.stop()
    await place.remove()
  })
})
