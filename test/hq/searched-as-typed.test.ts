import { expect, test } from 'vitest'
import { madeRecruitment, twoHalfDays } from './made-recruitment.ts'
import { must } from './prepared-recruitment.ts'
import { runHq } from './running-hq.ts'
import { onBothStores, storePlace } from './stores.ts'

const recruitment = 'exam-1'

onBothStores('what is typed into a search', (kind) => {
  test('is text that is found, never a pattern', async () => {
    const place = await storePlace(kind)
    const hq = await runHq(place)
    const tickets = { under: 'A_10000', plain: 'AB10000', percent: 'A%20000', many: 'AXY20000', back: String.raw`A\30000`, quote: `A'40000` }
    await madeRecruitment(hq.inside.store, twoHalfDays(), { 's-am': 'a', 's-pm': 'b' },
      Object.entries(tickets).map(([id, ticket]) => ({ id, ticket, name: `${ticket}名`, rosterNumber: `R${ticket}`, post: 'P1', sessions: ['s-am'] })))
    const planner = await hq.client('planner')
    const page = { offset: 0, limit: 50 }
    const byTicket = async (find: string) => must(await planner.division.people({ recruitment, find, ...page })).people.map(({ candidate }) => candidate).sort()
    const byName = async (query: string) => must(await planner.people.list({ recruitment, query, status: 'all', ...page })).rows.map(({ candidate }) => candidate).sort()
    const anywhere = async (text: string) => must(await planner.watch.search({ recruitment, text, limit: 50 })).hits.map(({ candidate }) => candidate).sort()
    for (const [id, ticket] of Object.entries(tickets)) {
      const begin = ticket.slice(0, 4)
      expect([id, await byTicket(begin), await byName(begin), await anywhere(begin)]).toEqual([id, [id], [id], [id]])
    }
    for (const typed of ['%', '_', '%%%', '___', '\\', 'A%0', 'A_%', "' OR 1=1 --", '%_\\']) {
      const right = Object.entries(tickets).filter(([, ticket]) => `${ticket}名`.includes(typed)).map(([id]) => id)
      expect([typed, await byName(typed)]).toEqual([typed, right.sort()])
      const first = Object.entries(tickets).filter(([, ticket]) => ticket.startsWith(typed)).map(([id]) => id)
      expect([typed, await byTicket(typed), await anywhere(typed)]).toEqual([typed, first, first])
    }
    await hq.stop()
    await place.remove()
  })
})
