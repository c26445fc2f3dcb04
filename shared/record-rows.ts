import type { CandidateRecord, PsychRecord } from './candidate-record.ts'
import type { RulePack, Stage } from './pack-schema.ts'
import type { Candidate } from './roster.ts'
import { standing as fold, type CurrentRows, type PsychRow, type Standing, type StageState } from './standing.ts'

/** What a candidate did in other sessions of the same exam. */
export interface FromOtherSessions {
  pack: RulePack
  session: string
  records: readonly CandidateRecord[]
  /** What the stages held there came to. */
  results: CurrentRows['elsewhere']
}

/**
 * What counts now of a candidate in a session. Psych may have been held in another session; a withdrawal or bar of an
 * earlier session reaches into the later ones. `room` is where the room draw put the person. Of two rows that contradict each other (a conflict) the first stands
 * until a person decides.
 */
export function currentRows(record: CandidateRecord, others: FromOtherSessions, room: string | null): CurrentRows {
  const admitted = record.admissions[0] ?? null
  const lot = record.lots[0] ?? null
  const earlier = others.records.filter((other) => before(others.pack, other.session, record.session))
  const psych = record.psych[0] ?? others.records.flatMap((other) => other.psych)[0]
  return {
    admitted: admitted === null ? null : {
      fact: admitted.fact, at: admitted.at, by: admitted.by, tag: admitted.tag, warnings: admitted.warnings,
      consent: admitted.consent || record.consents.length > 0,
    },
    doubt: record.doubts.findLast((doubt) => doubt.settled === null) ?? null,
    refusals: record.refusals,
    lot: lot === null ? null : { fact: lot.fact, at: lot.at, by: lot.by, lot: lot.lot, draw: lot.draw, turn: lot.turn },
    psych: psych === undefined ? null : psychRow(psych),
    attempts: record.attempts,
    signOffs: record.signOffs.map((sign) => ({
      fact: sign.fact, at: sign.at, by: sign.by, item: sign.item, verdict: sign.verdict, kind: sign.acknowledgement, attempts: sign.attempts,
    })),
    withdrawn: [record, ...earlier].flatMap((each) => each.withdrawn)[0] ?? null,
    barred: [record, ...earlier].flatMap((each) => each.barred)[0] ?? null,
    violations: [...record.violations, ...earlier.flatMap((each) => each.violations.filter((violation) => violation.effect === 'barred'))],
    waitingRows: record.waiting,
    interview: record.interview,
    room,
    elsewhere: others.results,
    printed: record.printed,
    notices: record.psychNotices,
    last: record.last,
  }
}

function psychRow(psych: PsychRecord): PsychRow {
  return {
    fact: psych.fact, at: psych.at, by: psych.by, result: psych.result, ruled: psych.type === 'psych.ruled',
    source: psych.source === 'hand' || psych.source === 'file' ? psych.source : '',
  }
}

function before(pack: RulePack, one: string, other: string): boolean {
  const key = (id: string): string => {
    const session = pack.sessions.find((each) => each.id === id)
    return session === undefined ? '' : `${session.date} ${session.half}`
  }
  return key(one) < key(other)
}

/** What the stages of other sessions came to, each by the facts of its own session; in a closed one what is not passed has failed (规则 §7). */
export function resultsOf(
  pack: RulePack, person: Candidate, records: readonly CandidateRecord[],
  loaded: (session: string) => Standing['progress'] | undefined, closed: (session: string) => boolean,
): Readonly<Partial<Record<Stage, StageState>>> {
  const results: Partial<Record<Stage, StageState>> = {}
  for (const record of records) {
    const session = pack.sessions.find((each) => each.id === record.session)
    const over = closed(record.session)
    if (session === undefined || (record.last === null && !over)) continue
    const progress = loaded(session.id) ?? fold({ pack, session }, person, currentRows(record, { pack, session: session.id, records: [], results: {} }, null)).progress
    for (const { stage, state, here } of progress) {
      const result = state === 'open' && over ? 'failed' : state
      if (here && (result === 'passed' || (result === 'failed' && results[stage] === undefined))) results[stage] = result
    }
  }
  return results
}
