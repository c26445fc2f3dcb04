import { hex, sha256 } from '../sha256.ts'

/** What a row of a fallback sheet asks for (规则: paper as fallback). */
export type RowKind = 'checkIn' | 'psych' | 'attempt' | 'interview'

const letters: Record<RowKind, string> = { checkIn: 'C', psych: 'P', attempt: 'A', interview: 'I' }

/**
 * Places by number, all from 0: session and item in the order of the pack. `candidate` is the place in the roster on a
 * check-in list; on lists that show lots only it is the lot itself (`placeOfLot`), because whoever holds such a sheet must
 * not read from its codes whose lot it is.
 */
export interface RowPlace {
  session: number
  kind: RowKind
  /** Item of an attempt in the pack's order; 0 otherwise. */
  item: number
  candidate: number
}

export interface RowCode extends RowPlace {
  sheet: string
  row: string
  /** When the sheet was drawn, ms in whole tenths of a second, never later than it was. */
  printedAt: number
  check: string
}

/** A new sheet's id: `P`, its time in tenths of a second in base 36, and two characters of chance: 10 characters, and the time survives with the paper alone. */
export function sheetId(at: number, chance: number): string {
  const two = (Math.abs(Math.trunc(chance)) % 1296).toString(36).padStart(2, '0')
  return `P${Math.floor(at / 100).toString(36).padStart(7, '0')}${two}`.toUpperCase()
}

/** When a sheet was drawn (ms) by its id; null for what is no such id. */
export function sheetTime(sheet: string): number | null {
  const found = /^P([0-9A-Z]{7})[0-9A-Z]{2}$/.exec(sheet)
  return found === null ? null : Number.parseInt(found[1] ?? '', 36) * 100
}

/** A row's name within a sheet: session, kind, item, candidate. */
export function rowName({ session, kind, item, candidate }: RowPlace): string {
  return `${session.toString(36)}${letters[kind]}${item.toString(36)}${candidate.toString(36)}`.toUpperCase()
}

/**
 * What the QR code of a row says: `KDR1:<sheet>:<row>:<check4>`, at most 40 characters of QR's alphanumeric set. The
 * check ties it to exam, sheet and candidate, so that a row of another roster is not taken for one of this.
 */
export function rowCode(exam: string, sheet: string, place: RowPlace, candidateId: string): string {
  const row = rowName(place)
  return `KDR1:${sheet}:${row}:${checkOf(exam, sheet, row, candidateId)}`
}

/** A lot as the place of a row: its text read in base 36, `A001` and back. */
export const placeOfLot = (lot: string): number => Number.parseInt(lot, 36)

/** The lot a row names; null for a row of a check-in list. */
export function lotOfRow({ kind, candidate }: RowPlace): string | null {
  return kind === 'checkIn' ? null : candidate.toString(36).toUpperCase()
}

/** The parts of a scanned or typed row code; null when it is none. Whether it is of this exam `rowMatches` says. */
export function readRowCode(text: string): RowCode | null {
  const plain = text.normalize('NFKC').trim().toUpperCase()
  const found = /^KDR1:(P[0-9A-Z]{9}):([0-9A-Z])([CPAI])([0-9A-Z])([0-9A-Z]{1,4}):([0-9A-F]{4})$/.exec(plain)
  if (found === null) return null
  const [, sheet = '', session = '', letter = '', item = '', candidate = '', check = ''] = found
  const kind = (Object.keys(letters) as RowKind[]).find((each) => letters[each] === letter)
  const printedAt = sheetTime(sheet)
  if (kind === undefined || printedAt === null) return null
  return {
    sheet, row: `${session}${letter}${item}${candidate}`, printedAt, kind, check,
    session: Number.parseInt(session, 36), item: Number.parseInt(item, 36), candidate: Number.parseInt(candidate, 36),
  }
}

/** Whether the code was printed for this candidate of this exam. */
export function rowMatches(code: RowCode, exam: string, candidateId: string): boolean {
  return checkOf(exam, code.sheet, code.row, candidateId) === code.check
}

function checkOf(exam: string, sheet: string, row: string, candidate: string): string {
  return hex(sha256('kaodian-row-v1\0', exam, '\0', sheet, '\0', row, '\0', candidate)).slice(0, 4).toUpperCase()
}
