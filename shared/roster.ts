import { z } from 'zod'
import { Stage } from './pack-schema.ts'

/** 'M' 男 or 'F' 女, as the 17th digit of the resident id and the posts' conditions use it. */
export const Sex = z.enum(['M', 'F'])
export type Sex = z.infer<typeof Sex>

/**
 * One candidate of the roster (考生). Personal data: lives in the roster tables only, is imported from a package or a
 * sheet and can be erased; facts carry `id` and nothing else of it.
 */
export const Candidate = z.strictObject({
  /** Opaque, stable within the exam, and all that facts ever say of a person. */
  id: z.string().min(1).max(64),
  /** 序号 as published, e.g. `A001`; not the drawn lot. */
  rosterNumber: z.string().max(32),
  /** 准考证号: opaque text, leading zeros kept. */
  ticket: z.string().min(1).max(32),
  residentId: z.string().max(18),
  name: z.string().min(1).max(100),
  sex: Sex,
  /** yyyy-mm-dd as the roster has it; compared with the resident id at the desk (规则 §3). */
  birth: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  /** Post code, text: `001` keeps its zeros. */
  post: z.string().min(1).max(32),
  /** Ids of the sessions the candidate is due in. */
  sessions: z.array(z.string().min(1).max(64)).max(16),
  /** Decimal text or absent: written exam, 《公安素质测试》. */
  written: z.string().regex(/^\d{1,3}(\.\d{1,3})?$/).optional(),
  quality: z.string().regex(/^\d{1,3}(\.\d{1,3})?$/).optional(),
  /** Reason why HQ barred the person before the day; absent when not barred. */
  barred: z.string().max(200).optional(),
  /**
   * Stages passed at other venues of the recruitment, as HQ held it when it issued the package; in the order of the post.
   * Counts only for stages that no half day here holds for the person (shared/stage-progress.ts).
   */
  passed: z.array(Stage).min(1).max(4).refine((stages) => new Set(stages).size === stages.length).optional(),
  /** SHA-256 (hex) of the id photo stored beside the roster, where there is one. */
  photo: z.string().regex(/^[0-9a-f]{64}$/).optional(),
})
export type Candidate = z.infer<typeof Candidate>
