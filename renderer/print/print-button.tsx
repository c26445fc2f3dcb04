import { useState } from 'react'
import type { SheetKind } from '../../shared/api/paper.ts'
import { Button } from '../parts/button.tsx'
import { PrintSheet } from './print-sheet.tsx'

/** One sheet at one touch, where its subject is on screen. */
export function PrintButton({ session, kind, of, children }: { session: string; kind: SheetKind; of: string; children: string }) {
  const [printing, setPrinting] = useState(false)
  return (
    <>
      <Button busy={printing} onClick={() => setPrinting(true)}>{children}</Button>
      {printing && <PrintSheet session={session} kind={kind} keys={[of]} onDone={() => setPrinting(false)} />}
    </>
  )
}
