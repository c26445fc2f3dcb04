/** A value as a column of text holds it, or as it is where the row was made from a fact: no text is made only to be read again. */
export type Cell<T> = string | T

/** The value of a cell; T is never text itself. */
export function read<T extends object>(cell: Cell<T>): T {
  return typeof cell === 'string' ? JSON.parse(cell) as T : cell
}
