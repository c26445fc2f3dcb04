import { create } from 'zustand'

/** Where this window is: a room by its noun, and what it shows, e.g. `#/journey?candidate=c17`. */
export interface Place {
  room: string
  params: Readonly<Record<string, string>>
}

function read(): Place {
  const [path = '', query = ''] = window.location.hash.replace(/^#\/?/, '').split('?')
  return { room: path, params: Object.fromEntries(new URLSearchParams(query)) }
}

/** The place named by the address. */
export const usePlace = create<Place>(read)

window.addEventListener('hashchange', () => usePlace.setState(read(), true))

/** Goes to a room; the browser's own way back works. */
export function go(room: string, params: Readonly<Record<string, string>> = {}): void {
  const query = new URLSearchParams(params).toString()
  window.location.hash = query === '' ? `#/${room}` : `#/${room}?${query}`
}
