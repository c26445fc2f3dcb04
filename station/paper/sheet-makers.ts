import type { SheetKind, SheetPaper } from '../../shared/api/paper.ts'
import { closingProtocol } from './closing-sheet.ts'
import { evidencePack } from './evidence-pack.ts'
import { examinerSheet, roomSummary, scoreSlip, waitingRegister } from './interview-sheets.ts'
import { ranking } from './ranking-sheets.ts'
import { roomDrawProtocol } from './room-draw-sheet.ts'
import { absent, anyList, attendance } from './list-sheets.ts'
import { drawProtocol, strips } from './lot-sheets.ts'
import { fallback } from './fallback-sheets.ts'
import { fitnessSlip, heatSheet, judgeSheet, psychNotice } from './judging-sheets.ts'
import type { SheetMaker } from './sheet-context.ts'

const makers: Readonly<Record<SheetKind, SheetMaker>> = {
  attendance, absent, strips: strips('A4'), draw: drawProtocol, roomDraw: roomDrawProtocol, judge: judgeSheet, heat: heatSheet, psychNotice, fitnessSlip,
  waiting: waitingRegister, examiner: examinerSheet, roomSummary, scoreSlip, ranking, closing: closingProtocol, evidence: evidencePack, fallback, list: anyList,
}

/** What makes the sheets of a kind; strips come on two papers. */
export function makerOf(kind: SheetKind, paper: SheetPaper | undefined): SheetMaker {
  return kind === 'strips' && paper === 'strip-80' ? strips('strip-80') : makers[kind]
}

/** Paper a kind is laid out for where nothing else is asked. */
export const paperOf: Readonly<Record<SheetKind, SheetPaper>> = {
  attendance: 'A4', absent: 'A4', strips: 'A4', draw: 'A4', roomDraw: 'A4', judge: 'A4-landscape', heat: 'A4', psychNotice: 'A4', fitnessSlip: 'A4',
  waiting: 'A4-landscape', examiner: 'A4', roomSummary: 'A4-landscape', scoreSlip: 'A4', ranking: 'A4', closing: 'A4', evidence: 'A4', fallback: 'A4-landscape', list: 'A4-landscape',
}
