import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, type ReactNode } from 'react'
import styles from './virtual-list.module.css'

/** A list of any length of which only what is in sight is in the page; rows are `height` px, the chosen one comes into sight. */
export function VirtualList<T>({
  label,
  items,
  keyOf,
  height,
  chosen,
  children,
}: {
  label: string
  items: readonly T[]
  keyOf: (item: T) => string
  height: number
  chosen: string
  children: (item: T) => ReactNode
}) {
  const box = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => box.current,
    estimateSize: () => height,
    overscan: 4,
  })
  const at = items.findIndex((item) => keyOf(item) === chosen)
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' })
  }, [virtual, at])
  return (
    <div ref={box} className={styles['box']}>
      <ul aria-label={label} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const item = items[index]
          return item === undefined ? null : (
            <li
              key={keyOf(item)}
              aria-setsize={items.length}
              aria-posinset={index + 1}
              style={{ height, transform: `translateY(${String(start)}px)` }}
            >
              {children(item)}
            </li>
          )
        })}
      </ul>
    </div>
  )
}
