/** How many do something at once; who comes later waits in line, in the order of coming. */
export interface Lanes {
  /** Resolves when a lane is free; call what it answers, once or oftener, to leave it. */
  enter(): Promise<() => void>
  /** Who is inside now. */
  busy(): number
}

/** Lanes of this process: they guard its memory, nothing that another process would have to know. */
export function makeLanes(most: number): Lanes {
  let inside = 0
  const line: (() => void)[] = []
  const leaving = (): (() => void) => {
    let left = false
    return () => {
      if (left) return
      left = true
      const next = line.shift()
      if (next === undefined) inside -= 1
      else next()
    }
  }
  return {
    enter: () =>
      new Promise((resolve) => {
        if (inside < most) {
          inside += 1
          resolve(leaving())
        } else line.push(() => resolve(leaving()))
      }),
    busy: () => inside,
  }
}
