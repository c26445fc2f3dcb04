import type { HqUseCases } from '../use-cases.ts'

export const systemUseCases: HqUseCases<'system'> = {
  state: async ({ inside }) => {
    const one = await inside.store.db.selectFrom('account').select('id').limit(1).executeTakeFirst()
    return { state: one === undefined ? 'empty' : 'ready', program: inside.program, hq: inside.keys.id, store: inside.store.kind, now: Math.round(inside.clock.now()) }
  },
}
