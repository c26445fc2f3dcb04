import { useCallback, useState } from 'react'
import { useWho } from './frame/who.ts'

/**
 * A text that survives a reload of this window, for the person who typed it: kept in the window's own store and gone with
 * it. Answers the text, its setter, and `clear` for when the form was sent.
 */
export function useDraft(
  key: string,
  first = '',
): readonly [text: string, set: (text: string) => void, clear: () => void] {
  const account = useWho((who) => who.me?.account ?? '')
  const name = `kaodian.hq.draft.${account}.${key}`
  const [text, setText] = useState(() => sessionStorage.getItem(name) ?? first)
  const set = useCallback(
    (value: string) => {
      setText(value)
      if (value === '') sessionStorage.removeItem(name)
      else sessionStorage.setItem(name, value)
    },
    [name],
  )
  const clear = useCallback(() => {
    setText(first)
    sessionStorage.removeItem(name)
  }, [first, name])
  return [text, set, clear]
}
