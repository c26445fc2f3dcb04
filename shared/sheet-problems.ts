/**
 * Everything that can be wrong with one cell of a sheet, by name; `problem` of a `SheetProblem`. Each has its sentence
 * on screen. For `duplicate` the value ends in the other row, `… = 12`.
 */
export const sheetProblems = [
  'column_missing',
  'no_such_column',
  'missing',
  'number_cell',
  'digits_lost',
  'too_long',
  'characters',
  'resident_id_length',
  'resident_id_characters',
  'resident_id_birth',
  'resident_id_check_digit',
  'duplicate',
  'sex_malformed',
  'birth_malformed',
  'sex_differs_from_id',
  'birth_differs_from_id',
  'unknown_post',
  'unknown_session',
  'session_missing',
  'score_malformed',
  'unknown_lot',
  'result_malformed',
  'result_exists',
  'result_not_open',
] as const
export type SheetProblemName = (typeof sheetProblems)[number]

/** Why a file cannot be read as a sheet at all; `why` in the detail of the refusal `sheet_unreadable`. */
export const sheetFaults = [
  'not_a_workbook',
  'encrypted',
  'too_large',
  'names',
  'macros',
  'document_type',
  'old_xls',
  'not_text',
  'quotes',
  'too_many_rows',
  'too_many_columns',
  'empty',
  'too_slow',
] as const
export type SheetFault = (typeof sheetFaults)[number]
