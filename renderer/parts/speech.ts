import { useEffect, useRef, useState } from 'react'
import { create } from 'zustand'
import { sounds, useMuted } from './sound.ts'

const digits = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'] as const

/** A lot as a voice says it in Chinese: `A012` → `A 零一二`, digit by digit. */
export function spokenLot(lot: string): string {
  return [...lot].map((sign) => digits[Number(sign)] ?? `${sign} `).join('').trim()
}

/** The call as it is spoken; from the second call on it says so. */
export function spokenCall(lot: string, room: string, call: number): string {
  const again = call > 1 ? `第${digits[call] ?? String(call)}次呼叫，` : ''
  return `${again}请 ${spokenLot(lot)} 号到${room}`
}

function chineseVoice(): SpeechSynthesisVoice | undefined {
  if (!('speechSynthesis' in window)) return undefined
  const voices = window.speechSynthesis.getVoices().filter((voice) => /^(zh|cmn)\b/i.test(voice.lang.replace('_', '-')))
  // a hall must hear it without the Internet
  return voices.find((voice) => voice.localService && /CN|Hans/i.test(voice.lang)) ?? voices.find((voice) => voice.localService) ?? voices[0]
}

/** Whether this machine has a Chinese voice; without one a chime calls. */
function hasVoice(): boolean {
  return chineseVoice() !== undefined
}

/**
 * Calls a lot to a room: a chime, then the sentence in Chinese where there is a voice. Silent when the window is muted.
 * `room` is the Chinese name: the call is for the hall, not for the language of the screen.
 */
export function speakCall(lot: string, room: string, call: number): void {
  if (useMuted.getState().muted) return
  sounds.chime()
  const voice = chineseVoice()
  if (voice === undefined) return
  const sentence = new SpeechSynthesisUtterance(spokenCall(lot, room, call))
  sentence.voice = voice
  sentence.lang = voice.lang
  sentence.rate = 0.85
  window.speechSynthesis.speak(sentence)
}

/** Whether this machine calls aloud; kept on it. The bell of the top bar silences everything besides. */
export const useSpeaking = create<{ speaking: boolean; speak(speaking: boolean): void }>((set) => ({
  speaking: localStorage.getItem('kaodian.speaking') !== 'no',
  speak: (speaking) => {
    localStorage.setItem('kaodian.speaking', speaking ? 'yes' : 'no')
    set({ speaking })
  },
}))

/** One call as a screen knows it. `room`: Chinese name. */
export interface Called {
  lot: string
  room: string
  call: number
}

/** What was called since the last look, oldest last as given; nothing on the first look, for a reload calls nobody again. */
export function newCalls(before: readonly Called[] | null, now: readonly Called[]): Called[] {
  if (before === null) return []
  return now.filter((call) => !before.some((known) => known.lot === call.lot && known.room === call.room && known.call === call.call))
}

/** Calls aloud whatever is new in `calls`, in that order, while `on`; `null` is not known yet. */
export function useCallsAloud(calls: readonly Called[] | null, on: boolean): void {
  const before = useRef<readonly Called[] | null>(null)
  useEffect(() => {
    if (calls === null) return
    const fresh = newCalls(before.current, calls)
    before.current = calls
    if (on) for (const { lot, room, call } of fresh) speakCall(lot, room, call)
  }, [calls, on])
}

/** Whether there is a Chinese voice, followed while the machine loads its voices. */
export function useVoice(): boolean {
  const [voice, setVoice] = useState(hasVoice)
  useEffect(() => {
    if (!('speechSynthesis' in window)) return undefined
    const look = () => setVoice(hasVoice())
    window.speechSynthesis.addEventListener('voiceschanged', look)
    return () => window.speechSynthesis.removeEventListener('voiceschanged', look)
  }, [])
  return voice
}
