/**
 * An element of a printed page. Plain data: the screen makes React elements of it, the station HTML text for its files,
 * so both print the same. Only letters that `Page` of the contract admits; styles come by class from `style.ts`.
 */
export interface PaperNode {
  tag: string
  class?: string | undefined
  /** colspan, scope, viewBox, d, width, height …; never style, never an address. */
  attributes?: Record<string, string> | undefined
  children?: (string | PaperNode)[] | undefined
}

/** Elements a sheet is made of; nothing that loads, runs or leads anywhere. */
const tags: ReadonlySet<string> = new Set([
  'section', 'article', 'header', 'footer', 'div', 'h1', 'h2', 'h3', 'p', 'span', 'b', 'i', 's', 'br', 'table', 'caption', 'colgroup', 'col',
  'thead', 'tbody', 'tr', 'th', 'td', 'svg', 'path', 'ol', 'ul', 'li',
])
const attributes: ReadonlySet<string> = new Set(['width', 'colspan', 'rowspan', 'scope', 'viewBox', 'd', 'role', 'aria-label', 'aria-hidden', 'preserveAspectRatio'])

/** Throws for an element or attribute outside the lists: whatever made it is wrong, and it must not reach a page. */
export function checkNode(node: PaperNode): void {
  if (!tags.has(node.tag)) throw new Error(`no element ${node.tag} on paper`)
  for (const name of Object.keys(node.attributes ?? {})) if (!attributes.has(name)) throw new Error(`no attribute ${name} on paper`)
}

/** Makes a node; null and empty children are left out. */
export function el(tag: string, className: string, ...children: readonly (string | PaperNode | null)[]): PaperNode {
  const kept = children.filter((child): child is string | PaperNode => child !== null && child !== '')
  return { tag, ...(className === '' ? {} : { class: className }), ...(kept.length === 0 ? {} : { children: kept }) }
}

/** The same node with attributes. */
export function withAttributes(node: PaperNode, attributes: Record<string, string>): PaperNode {
  return { ...node, attributes: { ...node.attributes, ...attributes } }
}

/** All text of a tree, in order: for searching, and for fetching the fonts it needs before it is printed. */
export function textOf(node: PaperNode): string {
  return (node.children ?? []).map((child) => (typeof child === 'string' ? child : textOf(child))).join('')
}
