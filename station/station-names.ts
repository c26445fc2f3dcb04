import { factsOfType } from '../db/journey.ts'
import type { Db } from '../db/open.ts'
import { restores } from '../db/restored.ts'
import { stations } from '../db/stations.ts'

/**
 * What people call the stations of this ledger, by key id: the name last given in its stream, else that of the stream
 * it went on from after a restore. This station and those before it are `first` until somebody names them; a stranger
 * nobody named is not in the list.
 */
export function stationNames(db: Db, own: string, first: string): Record<string, string> {
  const given = new Map<string, string>()
  for (const { fact } of factsOfType(db, 'station.named')) if (fact.type === 'station.named') given.set(fact.station, fact.body.name)
  const before = new Map(restores(db).map(({ fact, body }) => [fact.slice(0, 16), body.station]))
  const chain = (from: string): string[] => {
    const seen = new Set<string>()
    for (let at: string | undefined = from; at !== undefined && !seen.has(at); at = before.get(at)) seen.add(at)
    return [...seen]
  }
  const ours = new Set(chain(own))
  return Object.fromEntries(
    [...new Set([own, ...stations(db).map(({ id }) => id)])].flatMap((id) => {
      const named = chain(id).find((each) => given.has(each))
      const name = named === undefined ? (ours.has(id) ? first : undefined) : given.get(named)
      return name === undefined ? [] : [[id, name] as const]
    }),
  )
}
