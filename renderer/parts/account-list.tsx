import type { ReactNode } from 'react'
import { Sheet } from './screen.tsx'
import styles from './account-list.module.css'
import { Tick } from './field.tsx'

/** Accounts at the left, each a row; at the right what is being filled in, which stands above the list on a narrow screen. */
export function AccountList({ rows, none, children }: { rows: ReactNode; none: ReactNode; children: ReactNode }) {
  return (
    <div className={styles['columns']}>
      <Sheet tight>
        {none}
        <ul className={styles['list']}>{rows}</ul>
      </Sheet>
      <div className={styles['beside']}>{children}</div>
    </div>
  )
}

/** One account: who, with which roles, when last here; what is out of the ordinary stands at the right in words. */
export function AccountEntry({
  name,
  id,
  roles,
  last,
  marks,
  active,
  chosen,
  onChoose,
}: {
  name: string
  /** What is typed at the sign-in, where it is not the name. */
  id?: string
  roles: string
  last?: string
  marks: ReactNode
  active: boolean
  chosen: boolean
  onChoose: () => void
}) {
  return (
    <li>
      <button type="button" aria-pressed={chosen} data-active={active} onClick={onChoose}>
        <strong>
          {name} {id !== undefined && <small>{id}</small>}
        </strong>
        <span>{roles}</span>
        <span className={styles['marks']}>{marks}</span>
        {last !== undefined && <small>{last}</small>}
      </button>
    </li>
  )
}

/** Which roles an account has, each with one sentence of what it may do; `wrong`: two that may not be together. */
export function RoleTicks<R extends string>({
  legend,
  roles,
  value,
  onChange,
  words,
  disabled = false,
  wrong,
}: {
  legend: string
  roles: readonly R[]
  value: readonly R[]
  onChange: (roles: R[]) => void
  words: (role: R) => readonly [name: string, does: string]
  disabled?: boolean
  wrong?: string | undefined
}) {
  return (
    <fieldset className={styles['roles']} disabled={disabled}>
      <legend>{legend}</legend>
      {roles.map((role) => {
        const [name, does] = words(role)
        return (
          <Tick
            key={role}
            checked={value.includes(role)}
            onChange={(event) =>
              onChange(event.currentTarget.checked ? [...value, role] : value.filter((each) => each !== role))
            }
            label={
              <>
                <strong>{name}</strong>
                <small>{does}</small>
              </>
            }
          />
        )
      })}
      {wrong !== undefined && <em role="alert">{wrong}</em>}
    </fieldset>
  )
}
