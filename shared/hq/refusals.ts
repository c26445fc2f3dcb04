/** Every reason HQ can refuse with. The sentence of each stands in renderer/hq/i18n; a test holds that none is missing. */
export const hqRefusalReasons = [
  // who asks
  'signin_wrong', 'signin_locked', 'totp_wrong', 'totp_needed', 'second_needed', 'second_same', 'second_wrong', 'second_role', 'account_unknown', 'account_exists',
  'password_weak', 'roles_apart', 'last_admin', 'setup_done', 'setup_code_wrong',
  // what is asked about
  'recruitment_unknown', 'recruitment_exists', 'recruitment_erased', 'post_unknown', 'venue_unknown', 'candidate_unknown', 'stale', 'reason_missing', 'command_reused',
  // preparing
  'pack_invalid', 'pack_hole', 'pack_rehearsal', 'sheet_unreadable', 'sheet_rows', 'no_candidates', 'no_posts', 'venue_exists', 'venue_in_use', 'session_unknown',
  'session_full', 'panel_split', 'package_unknown', 'package_unchanged', 'card_used', 'post_exists', 'post_in_use', 'ticket_taken', 'already_so', 'photos_unreadable',
  // receiving
  'file_unreadable', 'file_signature', 'file_foreign', 'file_too_large', 'file_not_for_us', 'quarantine_unknown', 'quarantine_settled', 'quarantine_not_takeable', 'station_unknown',
  // deciding and publishing
  'conflict_unknown', 'tie_unknown', 'tie_order', 'list_open', 'conflicts_open', 'ties_open', 'sessions_open', 'publication_unknown', 'nothing_to_publish',
  'list_unchanged', 'list_unadopted', 'list_moved', 'facts_missing', 'quarantine_open',
  // erasing
  'retention_not_over', 'receipts_missing', 'erase_unknown', 'stations_not_erased', 'title_wrong', 'erase_ordered',
] as const
