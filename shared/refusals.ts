/**
 * Every reason for which the station can say no to a command. Each has a sentence and a next step on screen
 * (`renderer/i18n/<language>/refusals.json`); a test holds both complete. Names are stable: outside callers read them.
 */
export const refusalReasons = [
  // venue and set-up
  'venue_exists', 'venue_missing', 'unknown_rehearsal', 'not_rehearsal', 'package_unreadable', 'package_signature',
  'package_passphrase', 'pack_invalid', 'pack_has_holes', 'sheet_unreadable', 'sheet_problems', 'too_many_candidates',
  'no_session_in_pack', 'nobody_due',
  // operators
  'wrong_pin', 'pin_locked', 'pin_weak', 'pin_not_set', 'operator_unknown', 'operator_inactive', 'operator_exists', 'last_chief',
  'second_person_wrong_pin', 'second_person_locked', 'second_person_same', 'second_person_role', 'second_person_needed',
  // sessions
  'session_unknown', 'session_not_open', 'session_already_open', 'session_closed', 'session_unbalanced', 'conflicts_open',
  // check-in (规则 §4)
  'not_on_list', 'barred', 'already_in', 'wrong_session', 'too_early', 'late', 'missing_document', 'doubt_open', 'doubt_refused',
  'doubt_unknown', 'warnings_unconfirmed', 'tag_taken', 'tag_missing', 'not_checked_in', 'already_consented', 'has_lot',
  'candidate_unknown', 'withdrawn', 'refusal_untrue',
  // lots (规则 §5)
  'pool_unknown', 'pool_already_frozen', 'pool_empty', 'draw_unknown', 'draw_not_ready', 'draw_closed', 'draw_started', 'digits_given',
  'already_drawn', 'not_in_pool', 'no_places_left', 'desk_used_up', 'witnesses_missing', 'lot_unknown', 'already_voided', 'results_exist',
  // psych (规则 §6)
  'psych_done', 'psych_not_invalid', 'psych_file_problems', 'psych_not_passed', 'no_psych_in_post',
  // fitness (规则 §7)
  'consent_missing', 'item_unknown', 'fitness_failed', 'item_closed', 'item_violated', 'no_attempts_left', 'wrong_order', 'stage_not_open', 'no_fitness_in_post',
  'standard_missing', 'outcome_not_allowed', 'reading_malformed', 'implausible', 'foul_unknown', 'signed_already',
  'nothing_to_sign', 'item_open', 'fact_unknown', 'already_replaced', 'reason_missing', 'in_heat',
  // heats
  'heat_unknown', 'heat_running', 'heat_not_running', 'heat_finished', 'heat_full', 'heat_empty', 'bib_taken', 'bib_unknown', 'tap_unknown',
  'taps_unassigned', 'lot_in_other_heat', 'heat_mixed', 'clock_skew',
  // shortlist, rooms, waiting room, interview (规则 §5, §8)
  'shortlist_missing', 'shortlist_unfinished', 'shortlist_fixed', 'shortlist_admitted', 'shortlist_not_used', 'post_unknown', 'groups_wrong', 'rooms_not_drawn', 'rooms_drawn',
  'examiners_too_few', 'seats_not_drawn', 'examiner_unknown', 'examiner_not_seated', 'examiner_seated', 'examiner_related', 'no_valid_assignment', 'no_interview_in_post', 'room_unknown', 'room_busy', 'not_waiting', 'not_called', 'is_out', 'not_out',
  'too_few_calls', 'call_open', 'belongings_returned', 'belongings_kept', 'no_belongings', 'not_inside', 'clock_running', 'clock_not_running', 'still_inside', 'interview_over',
  'marks_wrong', 'same_clerk', 'third_entry', 'marks_missing', 'marks_differ', 'not_agreed', 'not_three_people', 'score_changed', 'not_signed', 'ruled_already',
  'not_ruled', 'undo_too_late', 'no_standing',
  // conduct, paper, closing (规则 §10, §11)
  'conduct_unknown', 'nothing_to_revoke', 'sheet_unknown', 'sheet_empty', 'sheet_not_yours', 'row_unknown', 'row_other_session', 'row_newer', 'row_kind_wrong',
  'folder_unusable', 'session_not_closed', 'package_unknown', 'passphrase_needed', 'counts_unbalanced', 'row_not_yours', 'written_time_wrong',
  // HQ (规则 §11)
  'no_hq', 'no_address', 'address_wrong', 'card_unreadable', 'card_foreign', 'hq_refused', 'hq_unreachable', 'no_sealing_key', 'card_needed', 'nothing_unsent',
  'receipt_unreadable', 'receipt_foreign', 'venue_erased',
  // a newer exam package
  'amendment_none', 'amendment_no_package', 'amendment_unversioned', 'amendment_contradicts', 'amendment_other',
  // conflicts, machine
  'conflict_unknown', 'command_reused', 'disk_full', 'database_moved', 'backup_failed', 'restore_failed', 'file_too_large',
] as const
export type RefusalReason = (typeof refusalReasons)[number]
