import { useState, type ReactNode } from 'react'
import type { Second } from '../../shared/api/answer.ts'
import type { Role } from '../../shared/facts.ts'
import { AskFirst } from './ask-first.tsx'
import { complete, nobody, SecondPerson } from './second-person.tsx'

/** `AskFirst` at a station: a reason where one is kept, another operator's PIN where a second person is needed. */
export function Confirm({ second, onConfirm, ...rest }: {
  title: string
  text?: string
  /** The verb with its object, on the button. */
  action: string
  busy?: boolean
  /** Asks for a reason and does not go on without one. */
  reason?: boolean
  /** Asks for a second person of these roles (any role when empty). */
  second?: readonly Role[]
  onCancel: () => void
  onConfirm: (answer: { reason: string; second: Second | undefined }) => void
  children?: ReactNode
}) {
  const [person, setPerson] = useState(nobody)
  const given = second === undefined ? undefined : complete(person)
  return (
    <AskFirst
      {...rest}
      ready={second === undefined || given !== undefined}
      {...(second !== undefined && {
        more: (go: () => void) => <SecondPerson value={person} onChange={setPerson} onEnter={go} {...(second.length > 0 ? { roles: second } : {})} />,
      })}
      onConfirm={(reason) => onConfirm({ reason, second: given })}
    />
  )
}
