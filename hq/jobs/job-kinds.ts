import type { Inside } from '../inside.ts'
import { stand } from '../projector/standing-job.ts'
import { projectStreams } from '../projector/projector.ts'
import { checkSignatures } from '../receive/signatures.ts'

/** What a running job knows; `signal` aborts when the process stops or has lost its claim. */
export interface RunningJob {
  readonly kind: string
  readonly key: string
  readonly payload: unknown
  /** 0 the first time, then how often it failed before. */
  readonly tries: number
  readonly signal: AbortSignal
}

/**
 * Does one job. It may be killed at any moment and is then run again, in any process, so it has to come to the same end
 * however often it is begun. What it throws is kept with the job, which is tried again after a growing pause.
 */
export type JobHandler = (inside: Inside, job: RunningJob) => Promise<void>

/** Jobs of one kind that are done together where several are due: what one costs is shared by all. */
export interface JobsTogether {
  /** Most jobs of one run. */
  readonly most: number
  /** Most runs at once in this process, so that what comes meanwhile gathers for the next. */
  readonly lanes: (inside: Inside) => number
  /** Answers by key what went wrong with which; the others are done. As with JobHandler, any of it may be run again. */
  readonly run: (inside: Inside, jobs: readonly RunningJob[]) => Promise<ReadonlyMap<string, unknown>>
}

export type JobKinds = Readonly<Record<string, JobHandler | JobsTogether>>

/** Every kind of job this program knows; a job of another kind is left for a newer program. */
export const jobKinds: JobKinds = { project: projectStreams, signatures: checkSignatures, stand }
