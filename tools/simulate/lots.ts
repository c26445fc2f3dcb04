import { ok, refusedAs } from './crew.ts'
import { present, second, type HalfDay } from './half-day.ts'

/** Freezes every pool, takes the witnesses' digits, lets everybody draw, voids a few lots, closes the draws. */
export async function drawLots(day: HalfDay): Promise<void> {
  const { crew, session, random, tally } = day
  const desk = crew.as(crew.operator('lots'))
  const draws: string[] = []
  const openDraw = async (pool: string, supplement: boolean) => {
    const freezing = await desk.lots.freeze({ cmd: crew.cmd(), session: session.id, pool, desks: 1, supplement })
    // everybody of a small room may have withdrawn since the rooms were drawn
    if (!freezing.ok && freezing.refused.reason === 'pool_empty') return
    const { draw } = ok(freezing, `freezing ${pool}`)
    const digits = Array.from({ length: 12 }, () => String(random.below(10))).join('')
    ok(await desk.lots.digits({ cmd: crew.cmd(), draw, digits, witnesses: ['见证人甲', '见证人乙'] }), 'digits')
    draws.push(draw)
    tally.add(supplement ? '补充抽签' : '抽签组')
  }
  for (const pool of await desk.lots.pools({ session: session.id })) if (pool.size > 0) await openDraw(pool.pool, false)

  for (const person of present(day)) {
    const { id } = person.candidate
    const command = { cmd: crew.cmd(), session: session.id, candidate: id, desk: 1 }
    let drawing = await desk.lots.draw(command)
    if (!drawing.ok && drawing.refused.reason === 'no_places_left') {
      // somebody drew anew after a void and took the last place
      const pool = (await desk.lots.pools({ session: session.id })).find((each) => each.withoutPlace > 0)
      await openDraw(pool?.pool ?? '', true)
      drawing = await desk.lots.draw(command)
    }
    const drawn = ok(drawing, 'drawing a lot')
    person.lot = drawn.lot
    person.where = 'lot_drawn'
    tally.add('抽签')
    ok(await desk.lots.print({ cmd: crew.cmd(), session: session.id, candidate: id }), 'strips')
    if (random.happens(1, 60)) {
      const again = ok(await desk.lots.draw(command), 'the same command again')
      if (again.lot !== drawn.lot || !again.repeated) throw new Error('a repeated command drew a second lot')
      refusedAs(await desk.lots.draw({ ...command, cmd: crew.cmd() }), 'already_drawn', 'a second lot')
      ok(await desk.lots.print({ cmd: crew.cmd(), session: session.id, candidate: id }), 'strips again')
      tally.add('补打抽签条')
    }
    if (person.voidsLot) await drawAnew(day, person, drawn.fact, openDraw)
    crew.pass(5 * second)
  }
  for (const draw of draws) ok(await desk.lots.close({ cmd: crew.cmd(), draw }), 'closing a draw')
}

async function drawAnew(
  day: HalfDay,
  person: HalfDay['people'][number],
  fact: string,
  openDraw: (pool: string, supplement: boolean) => Promise<void>,
): Promise<void> {
  const { crew, session, tally } = day
  const chief = crew.as(crew.operator('chief'))
  const desk = crew.as(crew.operator('lots'))
  const voiding = { cmd: crew.cmd(), replaces: fact, reason: '号条被他人误领' }
  refusedAs(await chief.lots.void(voiding), 'second_person_needed', 'voiding alone')
  ok(await chief.lots.void({ ...voiding, second: crew.second(crew.operator('supervisor')) }), 'voiding a lot')
  tally.add('作废抽签号')
  const draw = { session: session.id, candidate: person.candidate.id, desk: 1 }
  let again = await desk.lots.draw({ cmd: crew.cmd(), ...draw })
  if (!again.ok && again.refused.reason === 'no_places_left') {
    const pool = (await desk.lots.pools({ session: session.id })).find((each) => each.withoutPlace > 0)
    await openDraw(pool?.pool ?? '', true)
    again = await desk.lots.draw({ cmd: crew.cmd(), ...draw })
  }
  const { lot } = ok(again, 'drawing after a void')
  if (lot === person.lot) throw new Error(`the void lot ${lot} was given out again`)
  person.lot = lot
  ok(
    await desk.lots.print({ cmd: crew.cmd(), session: session.id, candidate: person.candidate.id }),
    'strips of the new lot',
  )
}
