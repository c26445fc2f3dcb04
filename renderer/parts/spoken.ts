const digits = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'] as const

/** A lot as a voice says it in Chinese: `A012` → `A 零一二`, digit by digit. */
export function spokenLot(lot: string): string {
  return [...lot].map((sign) => digits[Number(sign)] ?? `${sign} `).join('').trim()
}

/** The call as it is spoken; from the second call on it says so. */
export function spokenCall(lot: string, room: string, call: number): string {
  const again = call > 1 ? `第${digits[call] ?? String(call)}次叫号，` : ''
  return `${again}请 ${spokenLot(lot)} 号到${room}`
}

/** One call as a screen knows it. `room`: Chinese name. */
export interface Called {
  lot: string
  room: string
  call: number
}

/** What was called since the last look, oldest last as given; nothing on the first look, for a reload calls nobody again. */
export function newCalls(before: readonly Called[] | null, now: readonly Called[]): Called[] {
  if (before === null) return []
  return now.filter((call) => !before.some((known) => known.lot === call.lot && known.room === call.room && known.call === call.call))
}
