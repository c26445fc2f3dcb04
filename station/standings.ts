import { refuse } from '../shared/api/answer.ts'
import { exportStandings } from './standings-export.ts'
import { standingsOf } from './standings-held.ts'
import { newest, postStanding, rowsOf } from './standings-view.ts'
import { totalWhy } from './standings-why.ts'
import type { UseCases } from './use-cases.ts'

/** Totals, ranks and lists of a venue (规则 §9): provisional here, final at HQ, and every number with its reasons. */
export const standingsUseCases: UseCases<'standings'> = {
  posts: (venue) => {
    const posts = standingsOf(venue).posts()
    return { ok: true, posts: posts.map(({ summary }) => summary), asOf: newest(posts) }
  },

  post: (venue, _caller, input) => {
    const held = standingsOf(venue).post(input.post)
    const standing = postStanding(venue, input.post, input.offset, input.limit)
    if (held === null || standing === null) return refuse('post_unknown', { post: input.post })
    return { ok: true, standing, total: rowsOf(held).length }
  },

  why: (venue, _caller, input) => {
    const why = totalWhy(venue, input.candidate)
    return why === null ? refuse('candidate_unknown') : { ok: true, why }
  },

  exportList: async (venue, _caller, input) => {
    if (input.post !== null && standingsOf(venue).post(input.post) === null) return refuse('post_unknown', { post: input.post })
    const { name, bytes } = await exportStandings(venue, input.list, input.post, input.format)
    return { ok: true, name, bytes: Buffer.from(bytes).toString('base64') }
  },
}
