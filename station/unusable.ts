export type WhyUnusable =
  | 'folder_in_use'
  | 'folder_unwritable'
  | 'key_missing'
  | 'key_unreadable'
  | 'key_foreign'
  | 'database_missing'
  | 'database_unusable'
  | 'self_test'
  | 'pack_invalid'
  | 'other_venue'
  | 'port'

/** The station cannot start as things are; `message` says in Chinese what is wrong and what to do. */
export class StationUnusable extends Error {
  override name = 'StationUnusable'
  readonly why: WhyUnusable
  constructor(why: WhyUnusable, message: string, options?: ErrorOptions) {
    super(message, options)
    this.why = why
  }
}
