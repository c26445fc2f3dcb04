import type { Role } from '../shared/facts.ts'
import { seededRandom } from '../shared/random.ts'
import { pinWeakness } from './pin-strength.ts'

export interface NewAccount {
  operator: string
  name: string
  roles: Role[]
  pin: string
}

// two of each whose steps need a second person, so that one laptop can practise all of them
const people: readonly Omit<NewAccount, 'pin'>[] = [
  { operator: 'chief-1', name: '演练主考甲', roles: ['chief'] },
  { operator: 'chief-2', name: '演练主考乙', roles: ['chief'] },
  { operator: 'checkin-1', name: '演练报到甲', roles: ['checkin'] },
  { operator: 'checkin-2', name: '演练报到乙', roles: ['checkin'] },
  { operator: 'lots-1', name: '演练抽签甲', roles: ['lots'] },
  { operator: 'judge-1', name: '演练裁判甲', roles: ['judge'] },
  { operator: 'judge-2', name: '演练裁判乙', roles: ['judge'] },
  { operator: 'psych-1', name: '演练心理测评甲', roles: ['psych'] },
  { operator: 'interview-1', name: '演练面试甲', roles: ['interview'] },
  { operator: 'supervisor-1', name: '演练监督甲', roles: ['supervisor'] },
  { operator: 'auditor-1', name: '演练审计甲', roles: ['auditor'] },
  { operator: 'interview-2', name: '演练面试乙', roles: ['interview'] },
  { operator: 'waiting-1', name: '演练候考甲', roles: ['waiting'] },
]

/**
 * The practice accounts of a rehearsal, every role with at least one. Their PINs follow from the seed, so that asking
 * again gives the same ones; they open invented data only, and no live venue ever has them.
 */
export function practiceAccounts(rehearsal: string, seed: number): NewAccount[] {
  const random = seededRandom(`practice-pins/${rehearsal}/${String(seed)}`)
  return people.map((person) => {
    let pin = ''
    do pin = String(random.below(1_000_000)).padStart(6, '0')
    while (pinWeakness(pin) !== null)
    return { ...person, roles: [...person.roles], pin }
  })
}
