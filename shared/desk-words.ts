/** Why the desk turned somebody away (规则 §4), and what made it doubt a person; apart from the schemas, for screens. */
export const refusalKinds = [
  'not_on_list', 'barred', 'already_in', 'wrong_session', 'too_early', 'late', 'missing_document', 'doubt_refused',
] as const
export const doubtKinds = ['reader_failed', 'face_doubtful', 'document_doubtful', 'data_mismatch'] as const
