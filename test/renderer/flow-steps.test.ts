import { expect, it } from 'vitest'
import { stepsOf } from '../../renderer/chief/flow-steps.ts'
import { Whereabouts } from '../../shared/api/sessions.ts'

it('every whereabouts stands in exactly one step of the day, whatever stages a session holds', () => {
  for (const stages of [['psych', 'fitness'], ['fitness'], ['interview'], ['interview', 'professional'], ['psych', 'fitness', 'interview'], []]) {
    const places = stepsOf(stages).flatMap((step) => [...step.here, ...step.ends])
    expect([...places].sort(), stages.join()).toEqual([...Whereabouts.options].sort())
  }
})

it('an interview day goes from the waiting room through the room to the score, and shows no psych or fitness', () => {
  expect(stepsOf(['interview']).map(({ name }) => name)).toEqual(['outside', 'in', 'waiting', 'inside', 'scoring', 'passed'])
  expect(stepsOf(['psych', 'fitness']).map(({ name }) => name)).toEqual(['outside', 'in', 'psych', 'fitness', 'passed'])
})
