/** A drawn lot (抽签号): pool letter without I and O, and three digits (规则 §5). */
export const lotPattern = /^[A-HJ-NP-Z]\d{3}$/
