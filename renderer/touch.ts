let last = Date.now()
const touched = () => {
  last = Date.now()
}
for (const kind of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const) {
  document.addEventListener(kind, touched, { passive: true, capture: true })
}

/** How long nobody has touched this window, ms: what locks it, and what makes its own questions not count as a touch. */
export function untouchedFor(): number {
  return Date.now() - last
}
