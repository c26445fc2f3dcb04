/** A ticket number as notice boards show it: the first and last four characters, the middle as ＊; short ones keep two. */
export function maskedTicket(ticket: string): string {
  const keep = ticket.length > 9 ? 4 : 2
  if (ticket.length <= keep) return '＊'.repeat(ticket.length)
  const hidden = ticket.length - 2 * keep
  return hidden <= 0 ? `${ticket.slice(0, keep)}${'＊'.repeat(ticket.length - keep)}` : `${ticket.slice(0, keep)}${'＊'.repeat(hidden)}${ticket.slice(-keep)}`
}
