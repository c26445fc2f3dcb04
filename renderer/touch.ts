import { machineNow } from './clock.ts'

let last = machineNow()
const touched = () => {
  last = machineNow()
}
for (const kind of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const) {
  document.addEventListener(kind, touched, { passive: true, capture: true })
}

/** How long nobody has touched this window, ms: what locks it, and what makes its own questions not count as a touch. */
export function untouchedFor(): number {
  return machineNow() - last
}
