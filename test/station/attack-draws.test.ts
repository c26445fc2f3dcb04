import { describe, expect, it } from 'vitest'
import { kept } from '../../db/kept.ts'
import { DrawEvidence } from '../../shared/draw-evidence.ts'
import { secretKey } from '../../station/draws.ts'
import { person, practiceVenue, session } from './practice-venue.ts'

const people = [1, 2, 3].map((n) => person(n))
const pool = '0609-am-m'
const digits = { digits: '0123456789', witnesses: ['甲', '乙'] }

describe('drawing again until it suits leaves its trace', () => {
  it('every draw of the pool that was given up stands in the evidence, with its digits and both names', async () => {
    const { open, admit, must, as } = practiceVenue(people)
    await open()
    await admit(1)
    const given: string[] = []
    for (const reason of ['设备', '又一次']) {
      const { draw } = await must(as('lots'), 'lots', 'freeze', { session, pool })
      if (given.length === 0) await must(as('lots'), 'lots', 'digits', { draw, ...digits })
      await must(as('chief', 'supervisor'), 'lots', 'abort', { draw, reason })
      given.push(draw)
    }
    const { draw } = await must(as('lots'), 'lots', 'freeze', { session, pool })
    await must(as('lots'), 'lots', 'digits', { draw, ...digits })
    await must(as('lots'), 'lots', 'draw', { session, candidate: 'c001' })
    await must(as('lots'), 'lots', 'close', { draw })
    const { json } = await must(as('lots'), 'lots', 'evidence', { draw })
    const evidence = DrawEvidence.parse(JSON.parse(json))
    expect(evidence.aborted).toMatchObject([
      { drawId: given[0], digits: '0123456789', reason: '设备', by: 'chief-1', second: 'supervisor-2' },
      { drawId: given[1], digits: '', reason: '又一次', by: 'chief-1', second: 'supervisor-2' },
    ])
  })

  it('one witness spelled in two ways is one witness', async () => {
    const { open, must, reason, as } = practiceVenue(people)
    await open()
    const { draw } = await must(as('lots'), 'lots', 'freeze', { session, pool })
    for (const witnesses of [['张三', '张 三'], ['Ａnn', 'ann'], ['张三', ' 张三']]) {
      expect(await reason(as('lots'), 'lots', 'digits', { draw, digits: '0123456789', witnesses })).toBe('witnesses_missing')
    }
  })

  it('the secret of a draw that the close of the session ended unused is kept nowhere', async () => {
    const { open, at, must, as, db } = practiceVenue(people)
    await open()
    const { draw } = await must(as('lots'), 'lots', 'freeze', { session, pool })
    expect(kept(db, secretKey(draw))).toBeDefined()
    at('09:00')
    await must(as('chief', 'supervisor'), 'sessions', 'close', { session })
    expect(kept(db, secretKey(draw))).toBeUndefined()
  })
})
