import { createElement, memo, type ReactNode } from 'react'
import { checkNode, type PaperNode } from '../../shared/paper/tree.ts'

const names: Readonly<Record<string, string>> = { colspan: 'colSpan', rowspan: 'rowSpan' }

/** A tree of the station as elements of the page: text stays text, and what no sheet uses is a bug. */
function element(node: PaperNode, key: number): ReactNode {
  checkNode(node)
  const attributes = Object.fromEntries(Object.entries(node.attributes ?? {}).map(([name, value]) => [names[name] ?? name, value]))
  return createElement(
    node.tag, { ...attributes, key, ...(node.class === undefined ? {} : { className: node.class }) },
    ...(node.children ?? []).map((child, at) => (typeof child === 'string' ? child : element(child, at))),
  )
}

/** One page of a sheet; drawn once, however often those after it arrive. */
export const PaperPage = memo(function PaperPage({ page }: { page: PaperNode }) {
  return element(page, 0)
})
