import { correction, generate, mode, type Mask } from 'lean-qr'
import { withAttributes, el, type PaperNode } from './tree.ts'

/** Error correction: about 7, 15, 25 and 30 % of the code may be lost. */
export type QrLevel = 'L' | 'M' | 'Q' | 'H'

/** A square of dark (true) and light modules, without the quiet zone. */
export type QrMatrix = readonly (readonly boolean[])[]

/** What two characters of a code are stored in eleven bits for; anything else goes as its bytes. */
const compact = /^[0-9A-Z $%*+\-./:]*$/

/**
 * The QR code of a text at this level of correction. Texts of digits, capitals and ` $%*+-./:` make the small codes of
 * printed sheets; others (a venue's card) are stored as bytes. The mask comes from a checksum of the text instead of
 * from the eight penalties of the standard: any of the eight is a valid code, readers do not mind, and the penalties are
 * most of the work of a sheet of 5,000 rows. Throws for a text that fits no code (a bug of the caller).
 */
export function qrMatrix(text: string, level: QrLevel = 'M'): QrMatrix {
  const exact = correction[level]
  const data = compact.test(text) ? mode.alphaNumeric(text) : mode.auto(text)
  const code = generate(data, { minCorrectionLevel: exact, maxCorrectionLevel: exact, mask: maskOf(text) })
  return Array.from({ length: code.size }, (_, y) => Array.from({ length: code.size }, (_x, x) => code.get(x, y)))
}

function maskOf(text: string): Mask {
  let sum = 0
  for (let at = 0; at < text.length; at += 1) sum ^= text.charCodeAt(at)
  return (sum & 7) as Mask
}

/** The matrix as a path to be stroked one unit wide: each run of dark modules is one line, so a code stays small as text. */
export function qrPath(matrix: QrMatrix): string {
  let path = ''
  matrix.forEach((row, y) => {
    let at = -1
    for (let x = 0; x < row.length; x += 1) {
      if (row[x] !== true) continue
      let end = x
      while (row[end] === true) end += 1
      path += `${at < 0 ? `M${String(x)} ${String(y)}.5` : `m${String(x - at)} 0`}h${String(end - x)}`
      at = end
      x = end
    }
  })
  return path
}

/** A code as a drawing of class `qr …`; its side comes from the class. */
export function qrNode(text: string, className: string, level: QrLevel = 'M'): PaperNode {
  const matrix = qrMatrix(text, level)
  const side = String(matrix.length)
  return withAttributes(el('svg', `qr ${className}`, withAttributes(el('path', ''), { d: qrPath(matrix) })), {
    viewBox: `0 0 ${side} ${side}`, role: 'img', 'aria-label': text,
  })
}
