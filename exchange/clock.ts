/** Time comes in from outside. `now`: wall clock in ms since 1970; `mono`: ms that only ever go forward. */
export interface Clock {
  now(): number
  mono(): number
}

/**
 * The machine's clock. `mono` counts from the machine's start, not from the program's, so that a heat or a lock that
 * runs while the program is restarted goes on being measured on the same scale.
 */
export const systemClock: Clock = {
  now: () => Date.now(),
  mono: () => Number(process.hrtime.bigint()) / 1e6,
}

/** A rehearsal's clock: the machine's, moved by `offset` ms, so that 2023-06-09 can be practised any day. */
export interface ShiftedClock extends Clock {
  readonly offset: number
  moveTo(now: number): void
}

/** Only the wall clock is moved; measured times stay true. */
export function shiftedClock(clock: Clock, offset: number): ShiftedClock {
  let held = Math.round(offset)
  return {
    get offset() {
      return held
    },
    now: () => clock.now() + held,
    mono: () => clock.mono(),
    moveTo: (now) => {
      held = Math.round(now - clock.now())
    },
  }
}

/** A clock that stands still until a test moves it. */
export function handClock(
  now = 1_700_000_000_000,
  mono = 1_000_000,
): Clock & { pass(ms: number): void; shiftWall(ms: number): void } {
  let wall = now
  let run = mono
  return {
    now: () => wall,
    mono: () => run,
    pass: (ms) => {
      wall += ms
      run += ms
    },
    shiftWall: (ms) => {
      wall += ms
    },
  }
}
