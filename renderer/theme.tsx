import { createTheme, MantineProvider } from '@mantine/core'
import { useEffect, type ReactNode } from 'react'
import { create } from 'zustand'

/** How the screen looks on this machine: follows the person's choice, not the account. */
export type Look = 'light' | 'dark' | 'contrast' | 'contrast-dark'

const stored = (): Look => {
  const kept = localStorage.getItem('kaodian.look')
  return kept === 'dark' || kept === 'contrast' || kept === 'contrast-dark' ? kept : 'light'
}

/** The chosen look, kept on this machine. */
export const useLook = create<{ look: Look; choose(look: Look): void }>((set) => ({
  look: stored(),
  choose: (look) => {
    localStorage.setItem('kaodian.look', look)
    set({ look })
  },
}))

const theme = createTheme({ respectReducedMotion: true, cursorType: 'pointer', autoContrast: false })

/** Colours and sizes for everything inside. The style tags of the library are off: the content security policy allows none. */
export function Theme({ children }: { children: ReactNode }) {
  const look = useLook((state) => state.look)
  const dark = look === 'dark' || look === 'contrast-dark'
  useEffect(() => {
    if (look === 'contrast' || look === 'contrast-dark') document.documentElement.dataset['contrast'] = 'high'
    else delete document.documentElement.dataset['contrast']
  }, [look])
  return (
    <MantineProvider
      theme={theme}
      forceColorScheme={dark ? 'dark' : 'light'}
      withCssVariables={false}
      withGlobalClasses={false}
    >
      {children}
    </MantineProvider>
  )
}
