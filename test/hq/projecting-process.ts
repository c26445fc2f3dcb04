// Another HQ process that projects until it is killed or told to end (a line on its input): folder, database.
import { silentLog } from '../../exchange/log.ts'
import { jobKinds } from '../../hq/jobs/job-kinds.ts'
import { startJobs } from '../../hq/jobs/jobs.ts'
import { openHq } from '../../hq/open-hq.ts'

const [folder = '', databaseUrl = ''] = process.argv.slice(2)
const { inside, close } = await openHq({ folder, databaseUrl, program: 'test', log: silentLog })
const { project, stand } = jobKinds
const runner = startJobs(inside, { project: project!, stand: stand! })
process.stdout.write('runs\n')
process.stdin.once('data', () => {
  void runner.stop().then(close).then(() => process.exit(0))
})
