import type { Inside } from '../inside.ts'
import { stand } from '../projector/standing-job.ts'
import { projectStream } from '../projector/projector.ts'
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

/** Every kind of job this program knows; a job of another kind is left for a newer program. */
export const jobKinds: Readonly<Record<string, JobHandler>> = { project: projectStream, signatures: checkSignatures, stand }
