import type { Bilingual } from '../../shared/api/answer.ts'
import type { RulePack } from '../../shared/pack-schema.ts'

interface Fault {
  path: string
  message: Bilingual
}

/** The faults of a made pack by the row they stand in; `other` belongs to no row. */
export interface PackFaults {
  /** By place of the session, then by its field, such as `window.to`. */
  sessions: readonly ReadonlyMap<string, Bilingual>[]
  /** By post code, then by field. */
  posts: ReadonlyMap<string, ReadonlyMap<string, Bilingual>>
  other: readonly Fault[]
}

/** Sorts the station's faults to the rows of the screen; a pool's faults stand with its session, as `pools.letters`. */
export function faultsByRow(faults: readonly Fault[], pack: Pick<RulePack, 'sessions' | 'pools' | 'posts'>): PackFaults {
  const sessions = pack.sessions.map(() => new Map<string, Bilingual>())
  const posts = new Map<string, Map<string, Bilingual>>()
  const other: Fault[] = []
  for (const fault of faults) {
    const [, list = '', number = '', field = ''] = /^(sessions|pools|posts)\[(\d+)\]\.?(.*)$/.exec(fault.path) ?? []
    const at = Number(number)
    const name = field.replace(/\[\d+\].*$/, '')
    const pool = list === 'pools' ? pack.pools[at] : undefined
    const session = list === 'sessions' ? sessions[at] : pool === undefined ? undefined : sessions[pack.sessions.findIndex(({ id }) => id === pool.session)]
    const post = list === 'posts' ? pack.posts[at] : undefined
    if (session !== undefined) session.set(list === 'pools' ? `pools.${name}` : name, fault.message)
    else if (post !== undefined) posts.set(post.code, new Map([...(posts.get(post.code) ?? []), [name, fault.message]]))
    else other.push(fault)
  }
  return { sessions, posts, other }
}
