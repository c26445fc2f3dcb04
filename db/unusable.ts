/** The file behind an open database is no longer the one on disk. */
export class DatabaseGone extends Error {
  override name = 'DatabaseGone'
}

/** The disk is full: nothing of the transaction was kept, and the screen has to say so. */
export class DiskFull extends Error {
  override name = 'DiskFull'
}

export type WhyUnusable =
  | 'wrong_key' | 'not_encrypted' | 'strange_shape' | 'newer_program' | 'old_sqlite' | 'unsafe_settings' | 'missing'

/** The database cannot be used as it is: wrong key, unknown shape, unsafe settings. */
export class DatabaseUnusable extends Error {
  override name = 'DatabaseUnusable'
  readonly why: WhyUnusable
  constructor(why: WhyUnusable, message: string) {
    super(message)
    this.why = why
  }
}
