import { useState } from 'react'

const KEPT = 'kaodian.lots-desk'

/**
 * Which desk of a draw this window is, counted from 1; 0 until somebody said so. Never guessed where there are several:
 * two windows that took one desk's places would give one number twice. Kept over a reload, for this draw only.
 */
export function useDesk(draw: string, desks: number): [desk: number, choose: (desk: number) => void] {
  const [chosen, setChosen] = useState(() => {
    const [of, desk] = (sessionStorage.getItem(KEPT) ?? '').split(' ')
    return of === draw ? Number(desk) : 0
  })
  const choose = (desk: number) => {
    sessionStorage.setItem(KEPT, `${draw} ${String(desk)}`)
    setChosen(desk)
  }
  return [desks <= 1 ? 1 : chosen, choose]
}
