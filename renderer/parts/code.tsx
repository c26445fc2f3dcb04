import { useEffect, useRef } from 'react'

/** A QR code of a short text; `size` in CSS units. Readers hear `label`. */
export function Code({ text, size, label }: { text: string; size: string; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const target = canvas.current
    if (target === null) return
    // the encoder is large and only paper needs it
    void import('bwip-js/browser').then(({ toCanvas }) => {
      toCanvas(target, { bcid: 'qrcode', text, scale: 8 })
      target.dataset['drawn'] = 'yes'
    })
  }, [text])
  return <canvas ref={canvas} role="img" aria-label={label} style={{ width: size, height: size, imageRendering: 'pixelated' }} />
}
