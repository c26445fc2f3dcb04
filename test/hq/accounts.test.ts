import { Secret, TOTP } from 'otpauth'
import { expect, test } from 'vitest'
import { handClock } from '../../exchange/clock.ts'
import { setUpCode } from '../../hq/accounts/set-up-code.ts'
import type { HqSecond } from '../../shared/hq/answer.ts'
import type { HqClient } from '../../shared/hq/api.ts'
import type { HqRole } from '../../shared/hq/roles.ts'
import { runHq, type TestHq } from './running-hq.ts'
import { onBothStores, storePlace, type StorePlace } from './stores.ts'

const password = '一句好记又够长的话，共二十字'
const second = 'a different long sentence'
const minute = 60_000

/** What the authenticator shows. */
const codeOf = (secret: string, now: number) => new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period: 30, algorithm: 'SHA1' }).generate({ timestamp: now })

interface Desk { place: StorePlace; hq: TestHq; clock: ReturnType<typeof handClock> }

onBothStores('accounts', (kind) => {
  const opened = async (): Promise<Desk & { done(): Promise<void> }> => {
    const place = await storePlace(kind)
    const clock = handClock(1_770_000_000_000)
    const hq = await runHq(place, { clock })
    return {
      place, hq, clock,
      done: async () => {
        await hq.stop()
        await place.remove()
      },
    }
  }
  /** Makes the first account and sets its device up. */
  const first = async ({ hq, clock }: Desk) => {
    const code = (await setUpCode(hq.inside))!.toLowerCase().replaceAll('-', ' ') // as somebody types it who read it aloud
    const made = await hq.stranger().accounts.setUp({ cmd: hq.cmd(), code, account: 'Zhang.Wei', name: '张伟', password })
    if (!made.ok) throw new Error(made.refused.reason)
    const half = hq.signed(made.token)
    const device = await half.accounts.newTotp({})
    if (!device.ok) throw new Error(device.refused.reason)
    const over = await half.accounts.confirmTotp({ cmd: hq.cmd(), code: codeOf(device.secret, clock.now()) })
    if (!over.ok) throw new Error(over.refused.reason)
    return { token: made.token, me: half, secret: device.secret }
  }
  /** Sets a code device up; answers what it shows, a new code each time. */
  const armed = async ({ hq, clock }: Desk, token: string) => {
    const device = await hq.signed(token).accounts.newTotp({ password })
    if (!device.ok) throw new Error(device.refused.reason)
    const shown = () => {
      clock.pass(30_000)
      return codeOf(device.secret, clock.now())
    }
    expect(await hq.signed(token).accounts.confirmTotp({ cmd: hq.cmd(), code: shown() })).toMatchObject({ ok: true, me: { step: 'in' } })
    return shown
  }
  /** An account made by somebody, with a password of its own and a code device. */
  const made = async (desk: Desk, by: HqClient, account: string, roles: HqRole[], with2?: HqSecond) => {
    const { hq } = desk
    expect(await by.accounts.add({ cmd: hq.cmd(), account, name: account, roles, password: second, ...(with2 && { second: with2 }) }), account).toMatchObject({ ok: true })
    const half = await hq.stranger().accounts.signIn({ account, password: second, code: '' })
    if (!half.ok) throw new Error(half.refused.reason)
    expect(await hq.signed(half.token).accounts.setPassword({ cmd: hq.cmd(), old: second, password })).toMatchObject({ ok: true })
    return armed(desk, half.token)
  }
  const types = async ({ hq }: Desk) => (await hq.inside.store.db.selectFrom('hq_fact').select('type').orderBy('seq').execute()).map(({ type }) => type)

  test('the first account needs the printed code, once, and a code device before it may do anything', async () => {
    const desk = await opened()
    const { hq, clock } = desk
    const code = (await setUpCode(hq.inside))!
    expect(code).toMatch(/^[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}$/)
    const ask = { cmd: hq.cmd(), account: 'zhang.wei', name: '张伟', password }
    expect(await hq.stranger().accounts.setUp({ ...ask, code: 'AAAA-BBBB-CCCC' })).toMatchObject({ ok: false, refused: { reason: 'setup_code_wrong' } })
    expect(await hq.stranger().accounts.setUp({ ...ask, code, password: 'zhang.wei is my name' })).toMatchObject({ refused: { reason: 'password_weak', detail: { why: 'name' } } })
    const both = await Promise.all([hq.stranger().accounts.setUp({ ...ask, code }), hq.stranger().accounts.setUp({ ...ask, cmd: hq.cmd(), account: 'li.si', name: '李四', code })])
    expect(both.filter((each) => each.ok)).toHaveLength(1)
    expect(await setUpCode(hq.inside)).toBeNull()
    const made = both.find((each) => each.ok)!
    expect(made.me).toMatchObject({ step: 'totp', roles: ['admin'] })
    await expect(hq.signed(made.token).accounts.list()).rejects.toMatchObject({ status: 401 })
    const device = await hq.signed(made.token).accounts.newTotp({})
    if (!device.ok) throw new Error('no')
    expect(device.uri).toContain('otpauth://totp/')
    expect(await hq.signed(made.token).accounts.confirmTotp({ cmd: hq.cmd(), code: '000000' })).toMatchObject({ refused: { reason: 'totp_wrong' } })
    expect(await hq.signed(made.token).accounts.confirmTotp({ cmd: hq.cmd(), code: codeOf(device.secret, clock.now()) })).toMatchObject({ ok: true, me: { step: 'in' } })
    expect((await hq.signed(made.token).accounts.list()).accounts).toHaveLength(1)
    expect(await types(desk)).toEqual(['hq.started', 'account.added', 'account.totp_set', 'account.signed_in'])
    await desk.done()
  })

  test('a code serves once, also when two ask at the same moment, and one step early or late', async () => {
    const desk = await opened()
    const { hq, clock } = desk
    const { secret } = await first(desk)
    const ask = (code: string) => hq.stranger().accounts.signIn({ account: 'zhang.wei', password, code })
    expect(await ask('')).toMatchObject({ refused: { reason: 'totp_needed' } })
    // the code of the set-up itself was used
    expect(await ask(codeOf(secret, clock.now()))).toMatchObject({ refused: { reason: 'totp_wrong' } })
    clock.pass(2 * minute)
    const now = codeOf(secret, clock.now())
    const both = await Promise.all([ask(now), ask(now)])
    expect(both.map((each) => each.ok).sort()).toEqual([false, true])
    expect(await ask(codeOf(secret, clock.now() + 30_000))).toMatchObject({ ok: true })
    clock.pass(5 * minute)
    expect(await ask(codeOf(secret, clock.now() - 60_000))).toMatchObject({ refused: { reason: 'totp_wrong' } })
    expect(await ask(codeOf(secret, clock.now() - 30_000))).toMatchObject({ ok: true })
    await desk.done()
  })

  test('wrong passwords wait longer and longer, per account, in the database: a restart forgets nothing', async () => {
    const desk = await opened()
    const { place, clock } = desk
    let { hq } = desk
    const { me } = await first(desk)
    await me.accounts.add({ cmd: hq.cmd(), account: 'wang.wu', name: '王五', roles: ['planner'], password: second })
    const wrong = () => hq.stranger().accounts.signIn({ account: 'wang.wu', password: 'not this one', code: '' })
    for (let i = 0; i < 5; i += 1) expect(await wrong()).toMatchObject({ refused: { reason: 'signin_wrong' } })
    expect(await wrong()).toMatchObject({ refused: { reason: 'signin_locked', detail: { until: String(clock.now() + 15_000) } } })
    // not even the right one is looked at
    expect(await hq.stranger().accounts.signIn({ account: 'wang.wu', password: second, code: '' })).toMatchObject({ refused: { reason: 'signin_locked' } })
    await hq.stop()
    hq = await runHq(place, { clock })
    expect(await wrong()).toMatchObject({ refused: { reason: 'signin_locked' } })
    clock.pass(15_000)
    expect(await wrong()).toMatchObject({ refused: { reason: 'signin_wrong' } })
    expect(await wrong()).toMatchObject({ refused: { detail: { until: String(clock.now() + 30_000) } } })
    clock.pass(30_000)
    expect(await hq.stranger().accounts.signIn({ account: ' WANG.WU ', password: second, code: '' })).toMatchObject({ ok: true, me: { step: 'password' } })
    // many at once: every one is counted before it is looked at
    const many = await Promise.all(Array.from({ length: 20 }, wrong))
    expect(many.filter((each) => !each.ok && each.refused.reason === 'signin_wrong')).toHaveLength(5)
    await hq.stop()
    await place.remove()
  })

  test('names that are no account answer alike and stay out of the ledger; one address waits too', async () => {
    const desk = await opened()
    const { hq, clock } = desk
    await first(desk)
    const before = (await types(desk)).length
    const answers = []
    for (let i = 0; i < 45; i += 1) answers.push(await hq.stranger().accounts.signIn({ account: `nobody${String(i)}`, password: 'x', code: '' }))
    expect(answers[0]).toEqual({ ok: false, refused: { reason: 'signin_wrong' } })
    expect(answers.at(-1)).toMatchObject({ refused: { reason: 'signin_locked', detail: { until: String(clock.now() + 15_000) } } })
    expect((await types(desk)).length).toBe(before)
    await desk.done()
  })

  test('a window ends when idle, when twelve hours old, when signed out, when the account is closed', async () => {
    const desk = await opened()
    const { hq, clock } = desk
    const { secret, me, token } = await first(desk)
    const quiet = hq.signed(token, { 'kaodian-quiet': '1' })
    clock.pass(29 * minute)
    await me.accounts.me()
    clock.pass(29 * minute)
    await quiet.accounts.me()
    clock.pass(2 * minute)
    await expect(quiet.accounts.me()).rejects.toMatchObject({ data: { reason: 'not_signed_in' } })
    expect((await types(desk)).at(-1)).toBe('account.signed_out')
    const again = await hq.stranger().accounts.signIn({ account: 'zhang.wei', password, code: codeOf(secret, clock.now()) })
    if (!again.ok) throw new Error(again.refused.reason)
    for (let i = 0; i < 36; i += 1) {
      clock.pass(20 * minute)
      if (i < 35) await hq.signed(again.token).accounts.me()
    }
    await expect(hq.signed(again.token).accounts.me()).rejects.toMatchObject({ status: 401 })
    await desk.done()
  })

  test('another’s first password serves once; a reset of who decides needs a second person and forgets the device', async () => {
    const desk = await opened()
    const { hq, clock } = desk
    const { me, secret } = await first(desk)
    expect(await me.accounts.add({ cmd: hq.cmd(), account: 'zhao.liu', name: '赵六', roles: ['decider', 'planner'], password: second })).toMatchObject({ ok: true, repeated: false })
    const one = { cmd: hq.cmd(), account: 'sun.qi', name: '孙七', roles: ['auditor' as const], password: second }
    expect(await me.accounts.add(one)).toMatchObject({ ok: true, repeated: false })
    expect(await me.accounts.add(one)).toMatchObject({ ok: true, repeated: true })
    expect(await me.accounts.add({ ...one, cmd: hq.cmd() })).toMatchObject({ refused: { reason: 'account_exists' } })
    expect(await me.accounts.add({ ...one, cmd: hq.cmd(), account: 'x.y', roles: ['auditor', 'decider'] })).toMatchObject({ refused: { reason: 'roles_apart' } })

    const half = await hq.stranger().accounts.signIn({ account: 'zhao.liu', password: second, code: '' })
    if (!half.ok) throw new Error('no')
    expect(half.me.step).toBe('password')
    // a code device does not stand in for a password of one's own
    await expect(hq.signed(half.token).accounts.newTotp({})).rejects.toMatchObject({ status: 401 })
    await expect(hq.signed(half.token).accounts.confirmTotp({ cmd: hq.cmd(), code: '000000' })).rejects.toMatchObject({ status: 401 })
    expect(await hq.signed(half.token).accounts.setPassword({ cmd: hq.cmd(), old: second, password: second })).toMatchObject({ refused: { detail: { why: 'same' } } })
    expect(await hq.signed(half.token).accounts.setPassword({ cmd: hq.cmd(), old: second, password })).toMatchObject({ ok: true, me: { step: 'totp' } })
    const zhao = await armed(desk, half.token)

    const reset = { account: 'zhao.liu', password: 'yet another long one', totp: true }
    expect(await me.accounts.reset({ ...reset, cmd: hq.cmd() })).toMatchObject({ refused: { reason: 'second_needed' } })
    expect(await me.accounts.reset({ ...reset, cmd: hq.cmd(), second: { account: 'zhang.wei', password, code: '' } })).toMatchObject({ refused: { reason: 'second_same' } })
    expect(await me.accounts.reset({ ...reset, cmd: hq.cmd(), second: { account: 'sun.qi', password: 'wrong', code: '' } })).toMatchObject({ refused: { reason: 'second_wrong' } })
    // whoever made the account knows its first password: until its owner has set another, it is nobody's second person
    expect(await me.accounts.reset({ ...reset, cmd: hq.cmd(), second: { account: 'sun.qi', password: second, code: '' } })).toMatchObject({ refused: { reason: 'second_wrong' } })
    const sun = await hq.stranger().accounts.signIn({ account: 'sun.qi', password: second, code: '' })
    if (!sun.ok) throw new Error('no')
    expect(await hq.signed(sun.token).accounts.setPassword({ cmd: hq.cmd(), old: second, password })).toMatchObject({ ok: true, me: { step: 'in' } })
    // nor is somebody whom an administrator makes alone
    expect(await me.accounts.reset({ ...reset, cmd: hq.cmd(), second: { account: 'sun.qi', password, code: '' } })).toMatchObject({ refused: { reason: 'second_role' } })
    const li = await made(desk, me, 'li.shi', ['decider'], { account: 'zhao.liu', password, code: zhao() })
    const cmd = hq.cmd()
    expect(await me.accounts.reset({ ...reset, cmd, second: { account: 'li.shi', password, code: li() } })).toMatchObject({ ok: true })
    await expect(hq.signed(half.token).accounts.me()).rejects.toMatchObject({ status: 401 })
    // the same command once more sets no other password
    const kept = async () => (await hq.inside.store.db.selectFrom('account').select('password').where('id', '=', 'zhao.liu').executeTakeFirstOrThrow()).password
    const before = await kept()
    expect(await me.accounts.reset({ ...reset, password: 'one that nobody was told', cmd, second: { account: 'li.shi', password, code: li() } })).toMatchObject({ ok: true, repeated: true })
    expect(await kept()).toBe(before)

    expect(await me.accounts.change({ cmd: hq.cmd(), account: 'zhang.wei', name: '张伟', roles: ['planner'], active: true })).toMatchObject({ refused: { reason: 'last_admin' } })
    expect(await me.accounts.change({ cmd: hq.cmd(), account: 'zhang.wei', name: '张伟', roles: ['admin'], active: false })).toMatchObject({ refused: { reason: 'last_admin' } })
    clock.pass(minute)
    expect(await hq.stranger().accounts.signIn({ account: 'zhang.wei', password, code: codeOf(secret, clock.now()) })).toMatchObject({ ok: true })
    await desk.done()
  })

  test('an administrator alone makes those who decide only until there is somebody to ask; that time does not come back', async () => {
    const desk = await opened()
    const { hq } = desk
    const { me } = await first(desk)
    const add = (account: string, roles: HqRole[], two?: HqSecond) => me.accounts.add({ cmd: hq.cmd(), account, name: account, roles, password: second, ...(two && { second: two }) })
    const change = (account: string, roles: HqRole[], active = true, two?: HqSecond) => me.accounts.change({ cmd: hq.cmd(), account, name: account, roles, active, ...(two && { second: two }) })
    const needs = { ok: false, refused: { reason: 'second_needed' } }
    const alone = async () => (await me.accounts.list()).alone

    // nobody to ask yet: neither a planner with a device nor a decider who never came is somebody
    const planner = await made(desk, me, 'a.plans', ['planner'])
    expect(await add('never.came', ['decider'])).toMatchObject({ ok: true })
    expect(await alone()).toBe(true)
    const one = await made(desk, me, 'a.decides', ['decider'])
    expect(await alone()).toBe(false)

    expect(await add('b.decides', ['decider'])).toMatchObject(needs)
    expect(await add('b.keeps', ['admin'])).toMatchObject(needs)
    expect(await change('a.plans', ['planner', 'decider'])).toMatchObject(needs)
    expect(await add('b.plans', ['planner', 'duty'])).toMatchObject({ ok: true })
    const byPlanner = { account: 'a.plans', password, code: planner() }
    expect(await add('b.decides', ['decider'], byPlanner)).toMatchObject({ refused: { reason: 'second_role' } })
    const count = (await types(desk)).length
    expect(await add('b.decides', ['decider'], { account: 'a.decides', password, code: one() })).toMatchObject({ ok: true })
    expect(await types(desk)).toHaveLength(count + 1)
    const added = await hq.inside.store.db.selectFrom('hq_fact').select(['by', 'second']).orderBy('seq', 'desc').limit(1).executeTakeFirst()
    expect(added).toEqual({ by: 'zhang.wei', second: 'a.decides' })

    // who was closed or lost a role gets nothing back without two, not even by the command that once gave it
    const cmd = hq.cmd()
    const given = { cmd, account: 'a.plans', name: 'a.plans', roles: ['planner' as const, 'decider' as const], active: true }
    expect(await me.accounts.change({ ...given, second: { account: 'a.decides', password, code: one() } })).toMatchObject({ ok: true })
    expect(await change('a.plans', ['planner'])).toMatchObject({ ok: true })
    expect(await me.accounts.change(given)).toMatchObject({ ok: true, repeated: true })
    expect((await me.accounts.list()).accounts.find(({ account }) => account === 'a.plans')?.roles).toEqual(['planner'])
    for (const account of ['a.decides', 'b.decides', 'never.came']) expect(await change(account, ['decider'], false), account).toMatchObject({ ok: true })
    expect(await alone()).toBe(false)
    expect(await add('c.decides', ['decider'])).toMatchObject(needs)
    expect(await change('never.came', ['decider'])).toMatchObject(needs)
    expect(await me.accounts.reset({ cmd: hq.cmd(), account: 'never.came', password: 'yet another long one', totp: true })).toMatchObject(needs)
    await desk.done()
  })
})
