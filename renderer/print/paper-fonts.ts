import { textOf, type PaperNode } from '../../shared/paper/tree.ts'
import { paperCss } from '../../shared/paper/style.ts'

let style: CSSStyleSheet | null = null

/** Puts the paper's stylesheet on the document while something is printed; answers how to take it away. */
export function wearPaperStyle(): () => void {
  if (style === null) {
    style = new CSSStyleSheet()
    style.replaceSync(paperCss)
  }
  const worn = style
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, worn]
  return () => {
    const at = document.adoptedStyleSheets.lastIndexOf(worn)
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((_, place) => place !== at)
  }
}

/** The program's own fonts are in pieces by character: those of these pages are fetched before anything is printed. */
export async function fetchFonts(pages: readonly PaperNode[]): Promise<void> {
  const letters = new Set<string>()
  for (const page of pages) for (const letter of textOf(page)) letters.add(letter)
  const text = [...letters].join('')
  if (text === '') return
  const wanted = ["400 16px 'Noto Sans SC Variable'", "700 16px 'Noto Sans SC Variable'", "400 16px 'Kaodian Rare Han'"]
  await Promise.all(wanted.map((font) => document.fonts.load(font, text).catch(() => [])))
  await document.fonts.ready
}
