import { generate } from 'lean-qr'
import { useMemo } from 'react'

/** A QR code as one drawing, black on white in every look, with its four modules of quiet around it. */
export function Qr({ text, label, size = 220 }: { text: string; label: string; size?: number }) {
  const { modules, path } = useMemo(() => drawn(text), [text])
  return (
    <svg width={size} height={size} viewBox={`-4 -4 ${String(modules + 8)} ${String(modules + 8)}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect x="-4" y="-4" width={modules + 8} height={modules + 8} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  )
}

function drawn(text: string): { modules: number; path: string } {
  const code = generate(text)
  let path = ''
  for (let y = 0; y < code.size; y += 1) for (let x = 0; x < code.size; x += 1) if (code.get(x, y)) path += `M${String(x)} ${String(y)}h1v1h-1z`
  return { modules: code.size, path }
}
