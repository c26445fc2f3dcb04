import { oc } from '@orpc/contract'
import { z } from 'zod'
import { cmd } from '../../api/answer.ts'
import { Page } from '../../api/paper.ts'
import { hqAnswer, hqRecorded, HqSecond, ofRecruitment } from '../answer.ts'
import { HqListKind } from '../facts.ts'
import { PublicationStyle } from '../publication.ts'
import { deciding, looking, type RightsOf } from '../rights.ts'
import { Blocker } from './decide.ts'

const count = z.number().int()
const hash = z.string().regex(/^[0-9a-f]{64}$/)
const chosen = { ...ofRecruitment, list: HqListKind, posts: z.array(z.string().min(1).max(32)).min(1).max(500), style: PublicationStyle }
const one = { ...ofRecruitment, publication: z.string().min(1).max(64) }

/** One publication: frozen, and named by those that came before and after it. */
export const PublicationView = z.strictObject({
  id: z.string(), list: HqListKind, posts: z.array(z.string()), masked: z.boolean(), hash, at: z.number(), by: z.string(), second: z.string(), fact: count, people: count,
  notice: z.strictObject({ from: z.string(), to: z.string() }).nullable(), replaces: z.string().nullable(), replacedBy: z.string().nullable(), erased: z.boolean(),
})
export type PublicationView = z.infer<typeof PublicationView>

export const publish = {
  /** Every post with what is adopted of a list and what keeps it from being published. */
  choices: oc.input(z.strictObject({ ...ofRecruitment, list: HqListKind })).output(hqAnswer({
    posts: z.array(z.strictObject({ post: z.string(), title: z.string(), listed: count, adopted: z.boolean(), published: z.string().nullable(), blockers: z.array(Blocker) })),
  })),
  /** The pages as they would be published; `hash` is that of the content, the same in a preview and after. */
  preview: oc.input(z.strictObject({ ...chosen, replaces: z.string().max(64).nullable(), offset: count.min(0).default(0), limit: count.min(1).max(50).default(4) }))
    .output(hqAnswer({ hash, people: count, pages: z.array(Page), total: count, blockers: z.array(Blocker) })),
  publish: oc.input(z.strictObject({ ...chosen, hash, replaces: z.string().max(64).nullable(), ...cmd, second: HqSecond.optional() }))
    .output(hqAnswer({ ...hqRecorded, publication: z.string(), hash })),
  all: oc.input(z.strictObject(ofRecruitment)).output(hqAnswer({ publications: z.array(PublicationView), today: z.string() })),
  pages: oc.input(z.strictObject({ ...one, offset: count.min(0).default(0), limit: count.min(1).max(50).default(50) })).output(hqAnswer({ pages: z.array(Page), total: count, title: z.string() })),
  file: oc.input(z.strictObject({ ...one, format: z.enum(['xlsx', 'csv', 'json']) })).output(hqAnswer({ name: z.string(), bytes: z.string() })),
  /** Which publication has this hash: that of its content, as printed at its foot, or that of one of its files. */
  verify: oc.input(z.strictObject({ hash: z.string().trim().min(20).max(200) })).output(hqAnswer({
    found: z.strictObject({ recruitment: z.string(), title: z.string(), what: z.enum(['content', 'xlsx', 'csv']), publication: PublicationView }).nullable(),
  })),
}

export const publishRights: RightsOf<typeof publish> = {
  choices: looking, preview: looking, publish: deciding, all: looking, pages: looking, file: looking, verify: looking,
}
