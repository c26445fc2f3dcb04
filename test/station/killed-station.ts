// A station in a process of its own, for tests that kill it: prints one JSON line when it answers.
import { makeLog } from '../../exchange/log.ts'
import { openStation } from '../../station/station.ts'
import { startWeb } from '../../station/web.ts'

const station = await openStation({ folder: process.argv[2]!, program: 'kaodian test', log: makeLog('silent') })
const web = await startWeb({ station, port: 0 })
process.stdout.write(`${JSON.stringify({ url: web.url })}\n`)
