import { expect, it } from 'vitest'
import { contract, type MethodName } from '../../shared/api.ts'
import { permissions } from '../../shared/permissions.ts'
import type { Role } from '../../shared/facts.ts'
import { at, day, interviewVenue, seven, sevenScore, who } from './interview-venue.ts'
import { person } from './practice-venue.ts'

const people = [1, 2, 3, 4, 5, 6].map((n) => person(n))
const secrets = people.flatMap(({ name, ticket, residentId }) => [name, ticket, residentId, residentId.slice(6, 14)])

it('waiting room, interview room and public board are told lots: no name, ticket, resident id, birth or post, by no method and on no sheet', async () => {
  const venue = interviewVenue()
  const { call, must, answered, bothMark, signAll, slip } = venue
  await answered(1)
  await bothMark(1, seven)
  await signAll(1, sevenScore)
  await slip(1, sevenScore)
  await answered(2)
  await bothMark(2, seven)
  await signAll(2, sevenScore)
  await must(who('waiting-1'), 'waiting', 'call', { session: day, candidate: person(3).id })
  await must(who('waiting-1'), 'waiting', 'leave', { session: day, candidate: person(4).id, escort: '引导员', why: 'toilet', note: '' })
  await must(who('interview-1', 'supervisor-1'), 'interview', 'zero', { ...at(5), kind: 'identity_revealed', reason: '说了身份' })
  const told: [string, unknown][] = []
  // what anybody of these roles may ask without changing anything
  const reading = Object.entries(permissions) as [MethodName, (typeof permissions)[MethodName]][]
  const inputs: object[] = [
    { session: day }, { session: day, room: '1' }, { session: day, lot: 'A001' }, { session: day, candidate: person(1).id }, { candidate: person(1).id }, { query: 'A001', session: day },
    { session: day, list: 'all' }, { session: day, item: 'interview' }, { session: day, code: 'KDR1:P000000000:0I0A001:0000' }, {},
  ]
  for (const role of ['waiting', 'interview', 'judge'] as const satisfies Role[]) {
    const caller = who(`${role}-1`)
    for (const [method, permission] of reading) {
      if (permission === 'signed_in' || (permission !== 'anyone' && !permission.some((each) => each === role))) continue
      const [noun, name] = method.split('.') as ['waiting', 'list']
      if (!(noun in contract) || ['venue', 'operators', 'live', 'drafts', 'system'].includes(noun)) continue
      for (const input of inputs) {
        const answer: unknown = await call(caller, noun, name, input).catch(() => null)
        if (answer !== null) told.push([`${role} ${method}`, answer])
      }
    }
    const { sheets } = await must(caller, 'paper', 'sheets', { session: day })
    for (const { kind, key } of sheets) {
      const opened = await call(caller, 'paper', 'open', { session: day, kind, keys: [key] })
      if (!opened.ok) continue
      told.push([`${role} opened ${kind}`, opened], [`${role} ${kind} ${key}`, await must(caller, 'paper', 'pages', { sheet: opened.opened.sheet, limit: 200 })])
    }
  }
  expect(told.filter(([, answer]) => (answer as { ok?: boolean }).ok === true).length).toBeGreaterThan(30)
  const leaks = told.flatMap(([asked, answer]) => {
    const text = JSON.stringify(answer)
    return [...secrets, 'Y001', '窗口服务'].filter((secret) => text.includes(secret)).map((secret) => `${asked}: ${secret} … ${text.slice(Math.max(0, text.indexOf(secret) - 60), text.indexOf(secret) + 20)}`)
  })
  expect([...new Set(leaks)]).toEqual([])
})
