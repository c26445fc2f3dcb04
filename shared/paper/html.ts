import { paperCss } from './style.ts'
import { checkNode, type PaperNode } from './tree.ts'

/** Text of an element or attribute as HTML; nothing in it can become markup. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')
}

const empty = new Set(['br', 'col', 'path', 'hr'])

/** A tree as HTML text; an element or attribute that no sheet uses is a bug and throws. */
export function html(node: PaperNode): string {
  checkNode(node)
  const attributes = Object.entries(node.attributes ?? {}).map(([name, value]) => ` ${name}="${escaped(value)}"`).join('')
  const open = `<${node.tag}${node.class === undefined ? '' : ` class="${escaped(node.class)}"`}${attributes}>`
  if (empty.has(node.tag)) return node.tag === 'path' ? `${open}</path>` : open
  return `${open}${(node.children ?? []).map((child) => (typeof child === 'string' ? escaped(child) : html(child))).join('')}</${node.tag}>`
}

/** A whole file of pages that any browser prints as the program does; it asks the network for nothing. */
export function htmlFile(title: string, pages: readonly string[]): string {
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title><style>${paperCss}${screenCss}</style></head>
<body class="kd-paper">
${pages.join('\n')}
</body></html>
`
}

// nothing around the pages, or each would be pushed to the next sheet of paper; on a screen they lie on grey
const screenCss = 'body{margin:0}@media screen{body{background:#777}body>.sheet{margin:6mm auto;background:#fff}}'
