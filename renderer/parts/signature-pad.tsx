import { useRef, useState, type PointerEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'
import styles from './signature-pad.module.css'

/** Polylines in a 0–1000 grid, as the fact keeps them. */
export type Strokes = [x: number, y: number][][]

const GRID = 1000

/** Points of a stroke as an SVG path. */
export function path(stroke: Strokes[number]): string {
  return stroke.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${String(x)} ${String(y)}`).join('')
}

/** A box to sign in with a finger, a pen or a mouse. At most 60 strokes of 2,000 points; what is over is not drawn. */
export function SignaturePad({ value, onChange, label }: { value: Strokes; onChange: (strokes: Strokes) => void; label: string }) {
  const { t } = useTranslation()
  const box = useRef<SVGSVGElement>(null)
  const [current, setCurrent] = useState<Strokes[number] | null>(null)

  const at = (event: PointerEvent): [number, number] => {
    const frame = box.current?.getBoundingClientRect()
    if (frame === undefined) return [0, 0]
    const grid = (part: number, whole: number) => Math.min(GRID, Math.max(0, Math.round((part / whole) * GRID)))
    return [grid(event.clientX - frame.left, frame.width), grid(event.clientY - frame.top, frame.height)]
  }
  const end = () => {
    if (current !== null && value.length < 60) onChange([...value, current])
    setCurrent(null)
  }

  return (
    <div className={styles['pad']}>
      <svg
        ref={box}
        viewBox={`0 0 ${String(GRID)} ${String(GRID)}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          setCurrent([at(event)])
        }}
        onPointerMove={(event) => {
          if (current === null || current.length >= 2000) return
          const [x, y] = at(event)
          const last = current.at(-1)
          if (last !== undefined && Math.abs(last[0] - x) + Math.abs(last[1] - y) < 4) return
          setCurrent([...current, [x, y]])
        }}
        onPointerUp={end}
        onPointerCancel={end}
      >
        {[...value, ...(current === null ? [] : [current])].map((stroke, index) => (
          <path key={index} d={path(stroke)} vectorEffect="non-scaling-stroke" />
        ))}
      </svg>
      {value.length === 0 && current === null && <span aria-hidden="true">{label}</span>}
      <Button kind="quiet" disabled={value.length === 0} onClick={() => onChange([])}>
        {t('parts.sign_again')}
      </Button>
    </div>
  )
}
