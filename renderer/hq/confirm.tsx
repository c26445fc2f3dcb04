import { useState, type ReactNode } from 'react'
import type { HqSecond } from '../../shared/hq/answer.ts'
import type { HqRole } from '../../shared/hq/roles.ts'
import { AskFirst } from '../parts/ask-first.tsx'
import { completeSecond, noSecond, SecondPerson } from './second-person.tsx'

/** `AskFirst` at HQ: a reason where one is kept, another account's password and code where a second person is needed. */
export function Confirm({
  second,
  secondWhy,
  onConfirm,
  ...rest
}: {
  title: string
  text?: string
  /** The verb with its object, on the button. */
  action: string
  busy?: boolean
  /** Asks for a reason and does not go on without one. */
  reason?: boolean
  /** Asks for a second person of these roles (any role when empty). */
  second?: readonly HqRole[]
  /** One sentence: what the second person vouches for. */
  secondWhy?: string
  onCancel: () => void
  onConfirm: (answer: { reason: string; second: HqSecond | undefined }) => void
  children?: ReactNode
}) {
  const [person, setPerson] = useState(noSecond)
  const given = second === undefined ? undefined : completeSecond(person)
  return (
    <AskFirst
      {...rest}
      ready={second === undefined || given !== undefined}
      {...(second !== undefined && {
        more: () => (
          <SecondPerson
            value={person}
            onChange={setPerson}
            {...(second.length > 0 ? { roles: second } : {})}
            {...(secondWhy === undefined ? {} : { why: secondWhy })}
          />
        ),
      })}
      onConfirm={(reason) => onConfirm({ reason, second: given })}
    />
  )
}
