import { create } from 'zustand'

/** Whether this window is silent; kept on this machine. Sounds are never needed to know what happened. */
export const useMuted = create<{ muted: boolean; mute(muted: boolean): void }>((set) => ({
  muted: localStorage.getItem('kaodian.muted') === 'yes',
  mute: (muted) => {
    localStorage.setItem('kaodian.muted', muted ? 'yes' : 'no')
    set({ muted })
  },
}))

let context: AudioContext | undefined

/** Notes: start (s), length (s), pitch (Hz); `shape` makes the five tell apart even at one pitch. */
function play(shape: OscillatorType, notes: readonly (readonly [from: number, length: number, pitch: number])[]): void {
  if (useMuted.getState().muted) return
  context ??= new AudioContext()
  for (const [from, length, pitch] of notes) {
    const voice = context.createOscillator()
    const loudness = context.createGain()
    const start = context.currentTime + from
    voice.type = shape
    voice.frequency.value = pitch
    loudness.gain.setValueAtTime(0.0001, start)
    loudness.gain.exponentialRampToValueAtTime(0.2, start + 0.01)
    loudness.gain.exponentialRampToValueAtTime(0.0001, start + length)
    voice.connect(loudness).connect(context.destination)
    voice.start(start)
    voice.stop(start + length + 0.02)
  }
}

/** Five short sounds that tell apart with closed eyes, and the chime that calls people in a hall. */
export const sounds = {
  /** Two rising notes. */
  accepted: () => play('sine', [[0, 0.09, 880], [0.09, 0.14, 1320]]),
  /** One low rough note. */
  refused: () => play('sawtooth', [[0, 0.35, 160]]),
  /** A note that wavers. */
  doubt: () => play('triangle', [[0, 0.12, 520], [0.12, 0.12, 440], [0.24, 0.16, 520]]),
  /** Two short ticks. */
  timerWarning: () => play('square', [[0, 0.06, 1000], [0.18, 0.06, 1000]]),
  /** Three long falling notes. */
  timerEnd: () => play('sine', [[0, 0.3, 1175], [0.35, 0.3, 880], [0.7, 0.5, 587]]),
  /** A door bell, high then low. */
  chime: () => play('sine', [[0, 0.5, 784], [0.4, 0.8, 659]]),
} as const
