import { forgetPages } from './erase/erase-people.ts'
import type { Inside } from './inside.ts'
import { jobKinds } from './jobs/job-kinds.ts'
import { startJobs, type JobRunner } from './jobs/jobs.ts'
import { noteStart, openHq, type HqOptions } from './open-hq.ts'
import { startHqWeb, type HqWeb, type HqWebOptions } from './web/web.ts'

/** A whole HQ: database, jobs and web face. */
export interface RunningHq {
  readonly inside: Inside
  readonly web: HqWeb
  readonly jobs: JobRunner
  /** Lets running calls and jobs end, then closes everything. */
  stop(): Promise<void>
}

/** Starts a whole HQ in this process; throws `HqUnusable`, or the system's error when the port is taken. */
export async function startHq(options: HqOptions & Omit<HqWebOptions, 'inside' | 'jobsRun' | 'tls'>): Promise<RunningHq> {
  const { inside, tls, close } = await openHq(options)
  const jobs = startJobs(inside, jobKinds)
  try {
    const web = await startHqWeb({ ...options, inside, tls, jobsRun: () => inside.clock.mono() - jobs.lastLook() < 15_000 })
    await noteStart(inside)
    // an erasing that was cut off before its traces were gone
    await forgetPages(inside)
    return {
      inside, web, jobs,
      stop: async () => {
        await web.stop()
        await jobs.stop()
        await close()
      },
    }
  } catch (error) {
    await jobs.stop()
    await close()
    throw error
  }
}
