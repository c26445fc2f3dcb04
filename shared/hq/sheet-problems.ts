/** What can be wrong with a row of a sheet of posts; each has its sentence on screen (`posts.problem`). */
export type PostProblem =
  | 'column_missing' | 'no_such_column' | 'missing' | 'number_cell' | 'too_long' | 'characters' | 'duplicate' | 'headcount_malformed' | 'sex_malformed'
  | 'month_malformed' | 'window_open' | 'window_reversed' | 'stage_unknown' | 'stage_twice' | 'stages_none' | 'stage_without_rules' | 'category_malformed' | 'category_missing'

/** What is worth a look in a roster and no reason to refuse it; each has its sentence on screen (`people.warning`). */
export type PersonWarning = 'sex_not_for_post' | 'born_before_window' | 'born_after_window' | 'nationality_required' | 'residence_permit'

/** What can be wrong with a file in a .zip of photos; each has its sentence on screen (`people.photo_problem`). */
export type PhotoProblem = 'no_such_ticket' | 'not_a_photo' | 'too_large' | 'twice'
