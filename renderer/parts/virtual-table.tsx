import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useId, useRef, useState, type CSSProperties, type KeyboardEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Pages } from './use-pages.ts'
import styles from './virtual-table.module.css'

/** A column: `width` as a grid track (`120px`, `2fr`); `sort` names what the caller sorts by. */
export interface Column<R, S extends string = string> {
  key: string
  title: ReactNode
  width: string
  end?: boolean
  sort?: S
  cell: (row: R) => ReactNode
}

/** What the list is sorted by. */
export interface Sorting<S extends string> {
  by: S
  descending: boolean
}

/**
 * A table of any length with at most 60 rows in the page: sticky head, rows of 40 px (56 under a finger), ↑ ↓ Home End
 * PageUp PageDown move, Enter or a press opens. Rows not fetched yet keep their place.
 */
export function VirtualTable<R, S extends string = string>({
  label, columns, pages, rowKey, onOpen, sorting, onSort, selected, tone, empty,
}: {
  label: string
  columns: readonly Column<R, S>[]
  pages: Pages<R>
  rowKey: (row: R) => string
  onOpen?: (row: R) => void
  sorting?: Sorting<S>
  onSort?: (sorting: Sorting<S>) => void
  /** Key of the row that is open beside the table. */
  selected?: string | undefined
  /** `out`: the row is over and drawn paler; `cut`: a line under it, where a list was cut. */
  tone?: (row: R) => 'out' | 'cut' | undefined
  empty: ReactNode
}) {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState(0)
  const [height, setHeight] = useState(40)
  const id = useId()
  const { need, total } = pages

  useEffect(() => {
    const query = window.matchMedia('(pointer: coarse), (max-width: 900px)')
    const measure = () => setHeight(query.matches ? 56 : 40)
    measure()
    query.addEventListener('change', measure)
    return () => query.removeEventListener('change', measure)
  }, [])

  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => box.current,
    estimateSize: () => height,
    overscan: 3,
    scrollPaddingStart: height,
  })
  useEffect(() => virtual.measure(), [virtual, height])
  const shown = virtual.getVirtualItems()
  const first = shown[0]?.index ?? 0
  const last = shown.at(-1)?.index ?? 0
  useEffect(() => need(first, last), [need, first, last])
  useEffect(() => {
    if (at >= total && total > 0) setAt(total - 1)
  }, [at, total])

  const move = (to: number) => {
    const next = Math.max(0, Math.min(total - 1, to))
    setAt(next)
    virtual.scrollToIndex(next)
  }
  const key = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((box.current?.clientHeight ?? 400) / height) - 2)
    const steps: Partial<Record<string, number>> = {
      ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: total - 1,
    }
    const to = steps[event.key]
    if (to !== undefined) {
      event.preventDefault()
      move(to)
    } else if (event.key === 'Enter' && event.target === box.current) {
      const row = pages.row(at)
      if (row === undefined || onOpen === undefined) return
      event.preventDefault()
      onOpen(row)
    }
  }
  const tracks: CSSProperties = { gridTemplateColumns: columns.map((column) => column.width).join(' ') }
  const sort = (by: S) => onSort?.({ by, descending: sorting?.by === by ? !sorting.descending : false })

  return (
    <div
      ref={box}
      className={styles['table']}
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-rowcount={total + 1}
      aria-busy={pages.state === 'first'}
      aria-activedescendant={total > 0 ? `${id}-${String(at)}` : undefined}
      onKeyDown={key}
    >
      <div className={styles['head']} role="row" aria-rowindex={1} style={{ ...tracks, height }}>
        {columns.map(({ key: name, title, sort: by, end }) => (
          <div
            key={name}
            role="columnheader"
            data-end={end ?? false}
            aria-sort={by !== undefined && sorting?.by === by ? (sorting.descending ? 'descending' : 'ascending') : undefined}
          >
            {by === undefined || onSort === undefined ? title : (
              <button type="button" onClick={() => sort(by)}>
                {title}
                <span aria-hidden="true">{sorting?.by === by ? (sorting.descending ? ' ↓' : ' ↑') : ''}</span>
              </button>
            )}
          </div>
        ))}
      </div>
      {total === 0 && pages.state === 'ready' && <div>{empty}</div>}
      {pages.state === 'failed' && <p className={styles['failed']} role="alert">{t('parts.list_failed')}</p>}
      <div className={styles['rows']} role="presentation" style={{ height: virtual.getTotalSize() }}>
        {shown.map(({ index, start }) => {
          const row = pages.row(index)
          return (
            <div
              key={index}
              id={`${id}-${String(index)}`}
              className={styles['row']}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={row !== undefined && selected === rowKey(row)}
              data-at={index === at}
              data-open={onOpen !== undefined}
              data-tone={row === undefined ? undefined : tone?.(row)}
              style={{ ...tracks, height, transform: `translateY(${String(start)}px)` }}
              onClick={() => {
                setAt(index)
                if (row !== undefined) onOpen?.(row)
              }}
            >
              {columns.map(({ key: name, cell, end }) => (
                <div key={name} role="gridcell" data-end={end ?? false}>
                  {row === undefined ? <span className={styles['coming']} /> : cell(row)}
                </div>
              ))}
            </div>
          )
        })}
      </div>
    </div>
  )
}
