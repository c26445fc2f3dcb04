import { useEffect, useRef, useState } from 'react'
import { create } from 'zustand'
import { sounds, useMuted } from './sound.ts'
import { newCalls, spokenCall, type Called } from './spoken.ts'

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
