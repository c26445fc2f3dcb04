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

/** Makes a node; null and empty children are left out. */
export function el(tag: string, className: string, ...children: readonly (string | PaperNode | null)[]): PaperNode {
  const kept = children.filter((child): child is string | PaperNode => child !== null && child !== '')
  return { tag, ...(className === '' ? {} : { class: className }), ...(kept.length === 0 ? {} : { children: kept }) }
}

/** The same node with attributes. */
export function withAttributes(node: PaperNode, attributes: Record<string, string>): PaperNode {
  return { ...node, attributes: { ...node.attributes, ...attributes } }
}
