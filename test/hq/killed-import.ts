// An import in a process of its own, for the test that kills it: prints how many rows are written so far.
import { newCommand, systemChance } from '../../exchange/chance.ts'
import { silentLog } from '../../exchange/log.ts'
import { openHq } from '../../hq/open-hq.ts'
import { importPeople, previewPeople } from '../../hq/people/people-import.ts'
import { postsUseCases } from '../../hq/posts/posts.ts'
import { recruitmentsUseCases } from '../../hq/recruitments/recruitments.ts'
import type { HqCall } from '../../hq/use-cases.ts'
import { csvOf, madeRow } from './made-roster.ts'

const [, , folder = '', url = '', count = '0'] = process.argv
const { inside, close } = await openHq({ folder, databaseUrl: url, log: silentLog })
const call: HqCall = { inside, caller: { account: 'planner', name: '', roles: ['planner'], login: '', step: 'in', from: '' }, signal: undefined }
const cmd = () => newCommand(inside.clock.now(), systemChance)
const recruitment = 'killed'
await recruitmentsUseCases.make(call, { cmd: cmd(), recruitment, title: 'x', pack: 'zhoukou-aux-2023' })
const posts = ['岗位代码,用人单位,岗位名称,招聘人数,考试方式', '001,单位,岗位,5,笔试+面试'].join('\n')
await postsUseCases.import(call, { cmd: cmd(), recruitment, name: 'x', bytes: Buffer.from(posts).toString('base64'), category: 'general', base: 1, reason: '' })
const bytes = csvOf(Array.from({ length: Number(count) }, (_, n) => madeRow(n + 1, '001')))
const seen = await previewPeople(call, { recruitment, name: 'x', bytes })
if (!seen.ok) throw new Error(seen.refused.reason)
for await (const step of importPeople(call, { cmd: cmd(), recruitment, name: 'x', bytes, seen: seen.seen, missing: 'keep' })) {
  if (step.kind === 'step') process.stdout.write(`${String(step.done)}\n`)
  else if (!step.answer.ok) throw new Error(step.answer.refused.reason)
}
await close()
