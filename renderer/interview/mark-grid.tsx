import { useEffect, useRef, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { SheetRules } from '../../shared/api/interview.ts'
import { inTongue } from '../i18n/start.ts'
import { sounds } from '../parts/sound.ts'
import styles from './grid.module.css'
import { markComplete, markStands, markWrong, rowSum, tidyMark, withMark, type Column, type Grid } from './marks.ts'

/** A mark left with nothing after its point is the whole number. */
const whole = (text: string) => text.replace(/\.$/, '')

/** The columns of a room's sheets: one for each element, or the single total. */
export function columnsOf(rules: SheetRules): Column[] {
  return rules.elements.length === 0
    ? [{ max: rules.fullMark, decimals: rules.markDecimals }]
    : rules.elements.map(({ max }) => ({ max, decimals: rules.markDecimals }))
}

/**
 * The panel's sheets, examiners × elements, by the keyboard alone: Enter and Tab go on to the next mark of the same
 * examiner, a mark that can only be itself goes on without either, arrows go anywhere. What cannot stand says so in its
 * cell. Row sums run; nothing else is computed here before both entries are in (规则 §8).
 */
export function MarkGrid({ rules, grid, onChange, onLast, differing, focus = true }: {
  rules: SheetRules
  grid: Grid
  onChange: (grid: string[][]) => void
  /** The last cell was left with Enter, or completed itself. */
  onLast: () => void
  /** Cells on which the two entries differ, as `row column`. */
  differing?: ReadonlySet<string>
  focus?: boolean
}) {
  const { t } = useTranslation()
  const box = useRef<HTMLTableElement>(null)
  // the Enter that fingers add to a mark which went on by itself must not skip the next cell
  const came = useRef(false)
  const columns = columnsOf(rules)
  const totals = rules.elements.length === 0

  const cell = (row: number, column: number) => box.current?.querySelector<HTMLInputElement>(`input[data-row="${String(row)}"][data-column="${String(column)}"]`)
  const go = (row: number, column: number) => {
    const input = cell(row, column)
    input?.focus()
    input?.select()
  }
  const onward = (row: number, column: number) => {
    if (differing !== undefined) {
      const places = [...differing].map((place) => place.split(' ').map(Number)).sort((a, b) => (a[0]! - b[0]!) || (a[1]! - b[1]!))
      const next = places.find(([r = 0, c = 0]) => r > row || (r === row && c > column))
      if (next === undefined) onLast()
      else go(next[0]!, next[1]!)
      return
    }
    if (column + 1 < columns.length) go(row, column + 1)
    else if (row + 1 < grid.length) go(row + 1, 0)
    else onLast()
  }
  // once, when the sheet is opened: nothing may move the focus while somebody types
  const opened = useRef(false)
  useEffect(() => {
    if (!focus || opened.current) return
    opened.current = true
    const first = [...(box.current?.querySelectorAll<HTMLInputElement>('input') ?? [])]
    const open = differing === undefined ? first.find((input) => input.value === '') : first.find((input) => input.dataset['differs'] === 'true')
    ;(open ?? first[0])?.focus()
  }, [focus, differing])

  const type = (row: number, column: number, text: string) => {
    const mark = tidyMark(text)
    const rule = columns[column]
    came.current = false
    onChange(withMark(grid, row, column, mark))
    if (rule === undefined) return
    if (markWrong(mark, rule) === 'above' || markWrong(mark, rule) === 'decimals') sounds.refused()
    if (mark.length > (grid[row]?.[column] ?? '').length && markComplete(mark, rule) && differing === undefined) {
      onward(row, column)
      came.current = true
    }
  }
  const press = (event: KeyboardEvent<HTMLInputElement>, row: number, column: number) => {
    const typed = grid[row]?.[column] ?? ''
    const text = whole(typed)
    const rule = columns[column]
    const input = event.currentTarget
    const at = { start: input.selectionStart === 0, end: input.selectionEnd === typed.length }
    const forward = event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey)
    if (forward) {
      if (event.nativeEvent.isComposing) return
      const skipped = came.current && text === ''
      came.current = false
      if (event.key === 'Enter' || skipped) event.preventDefault()
      if (skipped) return
      if (event.key === 'Enter') {
        if (rule !== undefined && markStands(text, rule)) {
          if (text !== typed) onChange(withMark(grid, row, column, text))
          onward(row, column)
        }
        else if (text !== '') sounds.refused()
      }
      return
    }
    const to: Partial<Record<string, [number, number]>> = {
      ArrowUp: [row - 1, column], ArrowDown: [row + 1, column],
      ...(at.start ? { ArrowLeft: [row, column - 1] } : {}), ...(at.end ? { ArrowRight: [row, column + 1] } : {}),
    }
    const next = to[event.key]
    if (next === undefined || event.ctrlKey || event.altKey || event.metaKey) return
    event.preventDefault()
    came.current = false
    go(...next)
  }

  return (
    <table ref={box} className={styles['grid']} data-totals={totals} aria-label={t('interview.sheets')}>
      <thead>
        <tr>
          <th scope="col">{t('interview.examiner')}</th>
          {totals ? (
            <th scope="col">
              {t('interview.total_mark')} <small>{t('interview.at_most', { max: rules.fullMark })}</small>
            </th>
          ) : (
            rules.elements.map((element) => (
              <th key={element.id} scope="col">
                {inTongue(element.title)} <small>{t('interview.at_most', { max: element.max })}</small>
              </th>
            ))
          )}
          {!totals && <th scope="col">{t('interview.row_sum')}</th>}
        </tr>
      </thead>
      <tbody>
        {grid.map((marks, row) => {
          const stands = marks.every((text, at) => columns[at] !== undefined && markStands(text, columns[at]))
          return (
            <tr key={row} data-whole={stands}>
              <th scope="row">{t('interview.examiner_n', { n: row + 1 })}</th>
              {marks.map((text, column) => {
                const rule = columns[column]
                const wrong = rule === undefined ? null : markWrong(text, rule)
                const differs = differing?.has(`${String(row)} ${String(column)}`) === true
                const element = rules.elements[column]
                const name = element === undefined ? t('interview.total_mark') : inTongue(element.title)
                return (
                  <td key={column}>
                    <span className={styles['cell']} data-wrong={wrong !== null && wrong !== 'unfinished'} data-differs={differs}>
                      <input
                        data-reading
                        data-row={row}
                        data-column={column}
                        data-differs={differs}
                        inputMode="decimal"
                        autoComplete="off"
                        spellCheck={false}
                        maxLength={7}
                        value={text}
                        aria-label={t('interview.mark_of', { n: row + 1, element: name })}
                        aria-invalid={wrong !== null && wrong !== 'unfinished'}
                        onFocus={(event) => event.currentTarget.select()}
                        onChange={(event) => type(row, column, event.currentTarget.value)}
                        onBlur={(event) => {
                          // what stands in the field, not what was drawn last: a mark that went on by itself is not drawn yet
                          const left = tidyMark(event.currentTarget.value)
                          if (whole(left) !== left) onChange(withMark(grid, row, column, whole(left)))
                        }}
                        onKeyDown={(event) => press(event, row, column)}
                      />
                      {wrong !== null && wrong !== 'unfinished' && (
                        <em role="alert">{t(`interview.wrong.${wrong}`, { max: rule?.max ?? '', n: rule?.decimals ?? 0 })}</em>
                      )}
                    </span>
                  </td>
                )
              })}
              {!totals && (
                <td className={styles['sum']}>
                  {rowSum(marks, columns) ?? '—'}
                  <b aria-hidden="true">{stands ? '✓' : ''}</b>
                </td>
              )}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
