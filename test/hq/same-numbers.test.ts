import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rankedPost } from '../../shared/post-standing.ts'
import { readBatch } from '../../shared/hq/projector-batch.ts'
import { openProjection, type StandingRow } from '../../shared/hq/projector-person.ts'
import { factsOf, projectBatch, type ProjectorThere } from '../../shared/hq/projector.ts'
import { hqEntry, type StandingDoc } from '../../shared/hq/standing-doc.ts'
import { whereabouts } from '../../shared/whereabouts.ts'
import { boardOf } from '../../station/board.ts'
import { conflictsOf } from '../../station/conflicts.ts'
import { standingsOf } from '../../station/standings-held.ts'
import { personRow, playedVenue, type PlayedVenue } from './venue-days.ts'

// Shown by 1 of the issue: every number at HQ equals the venue's.

/** Everything HQ has after the venue's streams came in, in pieces. */
function projected({ venue, streams, roster }: PlayedVenue, piece: number) {
  const there: ProjectorThere = {
    pack: venue.pack, venueOf: Object.fromEntries(venue.pack.sessions.map(({ id }) => [id, 'v1'])), people: [], records: [], venueFacts: [],
    divided: {}, decided: [], now: venue.clock.now(),
  }
  const records = new Map<string, string>()
  const venueFacts: ReturnType<typeof readBatch>['venueFacts'] = []
  const standings = new Map<string, StandingRow>()
  const attendance = new Map<string, string>()
  for (const { facts } of streams) {
    for (let at = 0; at < facts.length; at += piece) {
      const batch = readBatch('v1', facts.slice(at, at + piece))
      const all = batch.wholeVenue || batch.sessions.length > 0 || batch.posts.length > 0
      const people = roster.filter(({ id, post, sessions }) =>
        id in batch.ofPeople || (all && (batch.wholeVenue || batch.posts.includes(post) || sessions.some((session) => batch.sessions.includes(session)) || [...batch.sessions].some((session) => attendance.has(`${session} ${id}`)))))
      const rows = projectBatch(batch, {
        ...there, people: people.map(personRow), venueFacts, records: people.flatMap(({ id }) => (records.has(id) ? [{ person: id, doc: records.get(id)! }] : [])),
      })
      for (const { person, doc } of rows.records) records.set(person, doc)
      venueFacts.push(...rows.venueFacts)
      for (const row of rows.standings) standings.set(row.person, row)
      for (const row of rows.attendance) attendance.set(`${row.session} ${row.person}`, [row.place, row.at, row.why].join('/'))
    }
  }
  return { there: { ...there, venueFacts }, records, standings, attendance }
}

describe.each([
  ['shenzhen-2023', 60, 3, 'all'],
  ['wuhan-2025', 80, 5, 'all'],
] as const)('%s with %i candidates, seed %i, %s days', (rehearsal, candidates, seed, days) => {
  let played: PlayedVenue
  let hq: ReturnType<typeof projected>
  beforeAll(async () => {
    played = await playedVenue(rehearsal, candidates, seed, days)
    hq = projected(played, 97)
  }, 300_000)
  afterAll(() => played.close())

  test('every standing of every half day is the station’s, to the last field', () => {
    const { venue, roster } = played
    const board = boardOf(venue)
    const projection = openProjection(hq.there)
    const days = standingsOf(venue).days()
    let compared = 0
    for (const candidate of roster) {
      const seen = projection.see(personRow(candidate), factsOf(hq.records.get(candidate.id)))
      expect(seen.person.sessions).toEqual([...(board.person(candidate.id)?.sessions ?? [])].sort())
      for (const session of seen.person.sessions) {
        const there = board.standing(session, candidate.id)!
        expect(seen.standing(session)).toEqual(there)
        const place = whereabouts(there, days.get(session)!)
        expect(hq.attendance.get(`${session} ${candidate.id}`) ?? 'due//').toBe([place.where, place.at, place.why].join('/'))
        compared += 1
      }
      expect(seen.conflicts).toEqual([])
    }
    expect(compared).toBeGreaterThan(candidates)
  })

  test('scores, totals, ranks, ends and flags of every post are the station’s', () => {
    const { venue, roster } = played
    let ranks = 0
    for (const held of standingsOf(venue).posts()) {
      const people = roster.filter(({ post }) => post === held.post.code)
      const entries = people.map((person) => {
        const row = hq.standings.get(person.id)
        return hqEntry(personRow(person), row === undefined ? null : JSON.parse(row.doc) as StandingDoc, held.post.stages)
      })
      const ranked = rankedPost(venue.pack, held.post, entries)
      expect(ranked).toEqual(held.ranked)
      ranks += ranked.ranking.ranked.length
      for (const entry of entries) {
        const { person, last, ...there } = held.entries.get(entry.id)!
        expect(JSON.parse(JSON.stringify(entry))).toEqual({ ...JSON.parse(JSON.stringify(there)) as object, passed: entry.passed, out: entry.out })
        expect(hq.standings.get(person.id)?.last ?? null).toBe(last)
      }
      // the database's own order is the ranking's, where the totals need no other panel's mean
      const inRank = ranked.ranking.ranked.map(({ id }) => hq.standings.get(id)?.rank_key ?? null)
      if (inRank.every((key) => key !== null)) expect([...inRank].sort()).toEqual(inRank)
      if (held.ranked.panels.length === 0) for (const { id, total } of ranked.ranking.ranked) expect(hq.standings.get(id)?.total).toBe(total)
    }
    expect(ranks).toBeGreaterThan(0)
    expect(venue.pack.sessions.flatMap(({ id }) => conflictsOf(venue, id))).toEqual([])
  })

  test('control: without one of the facts they differ', () => {
    const { streams } = played
    const without = projected({ ...played, streams: streams.map((stream) => ({ ...stream, facts: stream.facts.filter(({ type }) => type !== 'interview.signed' && type !== 'fitness.signed') })) }, 10_000)
    expect([...without.standings.values()].filter((row) => row.doc !== hq.standings.get(row.person)?.doc).length).toBeGreaterThan(0)
  })
})
