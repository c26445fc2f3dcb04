// Takes an exam package in a process of its own and kills itself (−9) at one step of it, for amendment-kill.test.ts.
import { readFileSync, writeSync } from 'node:fs'
import { silentLog } from '../../exchange/log.ts'
import { amendmentMethods } from '../../station/amendment.ts'
import { openStation } from '../../station/station.ts'
import type { Call } from '../../station/station-methods.ts'

const [folder = '', file = '', hash = '', step = ''] = process.argv.slice(2)
const station = await openStation({ folder, program: 'kaodian test', log: silentLog })
const venue = station.inside.venue!
const bytes = readFileSync(file).toString('base64')
const die = (): void => void process.kill(process.pid, 'SIGKILL')

let writes = 0
let depth = 0
const { db } = venue
const { run, transaction } = db
Object.assign(db, {
  run: (...given: Parameters<typeof run>) => {
    const done = run(...given)
    // what is cleared away afterwards is no part of it
    if (depth > 0) writes += 1
    if (depth > 0 && step === String(writes)) die()
    return done
  },
  transaction: <T>(work: () => T): T => {
    depth += 1
    const outer = depth === 1
    try {
      const result = transaction(() => {
        const answer = work()
        if (outer && step === 'before commit') die()
        return answer
      })
      if (outer && step === 'after commit') die()
      return result
    } finally {
      depth -= 1
    }
  },
})
const call: Call = {
  inside: station.inside, venue, signal: undefined,
  caller: { operator: 'chief-1', name: '张主考', roles: ['chief'], second: { operator: 'x', roles: ['supervisor'] } },
  signedIn: { operator: 'chief-1', since: 0, touched: 0, locked: false },
}
const answer = await amendmentMethods.takeAmendment(call, { cmd: '01890000-0000-7000-8000-0000000000ff', bytes, hash })
writeSync(1, JSON.stringify({ answer, writes }))
await station.close()
