import type { CandidateRecord, PsychRecord } from '../db/candidate-record.ts'
import type { RulePack } from '../shared/pack-schema.ts'
import type { CurrentRows, PsychRow } from '../shared/standing.ts'

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
