import { momentOf } from '../../shared/venue-time.ts'
import { ok, refusedAs } from './crew.ts'
import { minute, second, type HalfDay } from './half-day.ts'
import type { Person } from './people.ts'

const documents = { idCard: true, ticket: true }

/** From ten minutes before the window to a minute after its end: everybody who comes, and what the desk does about them. */
export async function checkIn(day: HalfDay): Promise<void> {
  const { crew, session, pack, tally } = day
  const desk = crew.as(crew.operator('checkin'))
  const opens = momentOf(session.date, session.window.from, pack.venue.utcOffset)
  const length = momentOf(session.date, session.window.to, pack.venue.utcOffset) - opens
  for (const person of day.people.filter(({ arrival }) => arrival === 'early_first')) {
    refusedAs(
      await desk.checkIn.admit({
        cmd: crew.cmd(),
        session: session.id,
        candidate: person.candidate.id,
        documents,
        tag: 'E1',
        consent: true,
      }),
      'too_early',
      'before the window',
    )
    await turnAway(day, person.candidate.id, 'too_early')
  }
  crew.pass(10 * minute + second)
  const inTime = day.people.filter(({ arrival }) => arrival !== 'absent' && arrival !== 'late')
  const pause = Math.floor((length - 2 * minute) / Math.max(1, inTime.length))
  for (const [index, person] of inTime.entries()) {
    if (index === 3) await strangersCome(day)
    await arrive(day, person, `T${String(index + 1).padStart(4, '0')}`)
    crew.pass(pause)
  }
  await lateConsents(day)
  await crew.clockTo(opens + length)
  for (const person of day.people.filter(({ arrival }) => arrival === 'late')) {
    refusedAs(
      await admit(day, person, 'L1', {}),
      person.candidate.barred === undefined ? 'late' : 'barred',
      'after the cut-off',
    )
    await turnAway(day, person.candidate.id, 'late')
    person.where = 'late'
    tally.add('迟到')
  }
  for (const person of day.people.filter(({ arrival }) => arrival === 'absent')) {
    person.where = 'absent'
    tally.add('缺考')
  }
}

async function strangersCome(day: HalfDay): Promise<void> {
  const { crew, session } = day
  const desk = crew.as(crew.operator('checkin'))
  for (const candidate of day.strangers) {
    const answer = await desk.checkIn.admit({
      cmd: crew.cmd(),
      session: session.id,
      candidate: candidate.id,
      documents,
      tag: 'W1',
      consent: true,
    })
    refusedAs(answer, candidate.barred === undefined ? 'wrong_session' : 'barred', 'another session’s candidate')
    await turnAway(day, candidate.id, candidate.barred === undefined ? 'wrong_session' : 'barred')
  }
  ok(
    await desk.checkIn.refuse({
      cmd: crew.cmd(),
      session: session.id,
      candidate: null,
      reason: 'not_on_list',
      note: '名册上没有此人',
    }),
    'not on the list',
  )
  day.tally.add('不在名册')
}

type Reason = 'too_early' | 'late' | 'wrong_session' | 'barred' | 'missing_document' | 'already_in'
const named: Record<Reason, string> = {
  too_early: '早到',
  late: '迟到拒绝',
  wrong_session: '走错场次',
  barred: '取消资格者',
  missing_document: '证件不齐',
  already_in: '重复报到',
}

async function turnAway(day: HalfDay, candidate: string, reason: Reason): Promise<void> {
  const { crew, session } = day
  ok(
    await crew.as(crew.operator('checkin')).checkIn.refuse({ cmd: crew.cmd(), session: session.id, candidate, reason }),
    `refusal as ${reason}`,
  )
  day.tally.add(`拒绝入场：${named[reason]}`)
}

/** One person at the desk: found by ticket or name, looked at, and let in or not. */
async function arrive(day: HalfDay, person: Person, tag: string): Promise<void> {
  const { crew, session, tally } = day
  const desk = crew.as(crew.operator('checkin'))
  const { candidate, arrival } = person
  const query = arrival === 'by_name' ? candidate.name : candidate.ticket
  const { hits } = await desk.checkIn.search({ session: session.id, query, limit: 50 })
  if (!hits.some((hit) => hit.candidate === candidate.id))
    throw new Error(`search for ${arrival === 'by_name' ? 'a name' : 'a ticket'} does not find ${candidate.id}`)
  if (candidate.barred !== undefined) {
    refusedAs(await admit(day, person, tag, {}), 'barred', 'somebody barred before the day')
    await turnAway(day, candidate.id, 'barred')
    person.where = 'barred'
    return
  }
  switch (arrival) {
    case 'no_ticket_first':
    case 'never_finds_ticket':
      refusedAs(await admit(day, person, tag, { ticket: false }), 'missing_document', 'without the ticket')
      await turnAway(day, candidate.id, 'missing_document')
      if (arrival === 'never_finds_ticket') {
        person.where = 'refused'
        return
      }
      break
    case 'doubt_admitted':
    case 'doubt_refused':
      return doubted(day, person, tag)
    case 'withdraws_at_door':
    case 'barred_at_door': {
      const step = arrival === 'barred_at_door' ? 'bar' : 'withdraw'
      const supervisor = crew.as(crew.operator('supervisor'))
      ok(
        await supervisor.sessions[step]({
          cmd: crew.cmd(),
          session: session.id,
          candidate: candidate.id,
          reason: step === 'bar' ? '冒名顶替' : '本人书面放弃',
          second: crew.second(crew.operator('chief')),
        }),
        step,
      )
      person.where = step === 'bar' ? 'barred' : 'withdrawn'
      tally.add(step === 'bar' ? '当场取消资格' : '弃考')
      return
    }
    default:
  }
  const { fact } = ok(await admit(day, person, tag, {}), 'check-in')
  person.where = 'in'
  tally.add('报到')
  if (arrival === 'undone') {
    ok(
      await desk.checkIn.undo({
        cmd: crew.cmd(),
        replaces: fact,
        reason: '点错人，重新报到',
        second: crew.second(crew.operator('supervisor')),
      }),
      'undo of a check-in',
    )
    ok(await admit(day, person, tag, {}), 'check-in again')
    tally.add('撤回报到')
  }
  if (arrival === 'tries_twice') {
    refusedAs(await admit(day, person, `${tag}b`, {}), 'already_in', 'a second check-in')
    await turnAway(day, candidate.id, 'already_in')
  }
}

/** Looks at the card and admits, a second person standing by where it warns. */
async function admit(day: HalfDay, person: Person, tag: string, seen: { ticket?: boolean }) {
  const { crew, session, tally } = day
  const desk = crew.as(crew.operator('checkin'))
  const { card } = ok(await desk.checkIn.card({ session: session.id, candidate: person.candidate.id }), 'card')
  const warned = card.warnings.length > 0
  const answer = await desk.checkIn.admit({
    cmd: crew.cmd(),
    session: session.id,
    candidate: person.candidate.id,
    documents: { idCard: true, ticket: seen.ticket ?? true },
    tag,
    consent: person.arrival !== 'consent_later',
    acceptWarnings: card.warnings.map((warning) => warning.reason),
    ...(warned ? { second: crew.second(crew.operator('checkin', 2)) } : {}),
  })
  if (answer.ok && warned) tally.add('核对警告后入场')
  return answer
}

async function doubted(day: HalfDay, person: Person, tag: string): Promise<void> {
  const { crew, session, tally, random } = day
  const desk = crew.as(crew.operator('checkin'))
  const kind = random.pick(['reader_failed', 'face_doubtful', 'document_doubtful'] as const)
  const { fact } = ok(
    await desk.checkIn.doubt({
      cmd: crew.cmd(),
      session: session.id,
      candidate: person.candidate.id,
      kind,
      note: '需两人核对',
    }),
    'doubt',
  )
  refusedAs(await admit(day, person, tag, {}), 'doubt_open', 'check-in while in doubt')
  const { card } = ok(await desk.checkIn.card({ session: session.id, candidate: person.candidate.id }), 'card in doubt')
  const outcome = person.arrival === 'doubt_admitted' ? 'admitted' : 'refused'
  const settled = await desk.checkIn.settleDoubt({
    cmd: crew.cmd(),
    doubt: fact,
    session: session.id,
    candidate: person.candidate.id,
    outcome,
    note: outcome === 'admitted' ? '两人确认是本人' : '两人确认不是本人',
    documents,
    tag,
    consent: true,
    acceptWarnings: card.warnings.map((warning) => warning.reason),
    second: crew.second(crew.operator('checkin', 2)),
  })
  ok(settled, 'settling a doubt')
  person.where = outcome === 'admitted' ? 'in' : 'refused'
  tally.add(outcome === 'admitted' ? '存疑后入场' : '存疑后拒绝')
}

/** Those who signed the consent form only after they were in. */
async function lateConsents(day: HalfDay): Promise<void> {
  const { crew, session, tally } = day
  const desk = crew.as(crew.operator('checkin'))
  for (const person of day.people.filter(({ arrival, where }) => arrival === 'consent_later' && where === 'in')) {
    ok(await desk.checkIn.consent({ cmd: crew.cmd(), session: session.id, candidate: person.candidate.id }), 'consent')
    tally.add('补签承诺书')
  }
}
