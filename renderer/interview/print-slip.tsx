import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../parts/button.tsx'
import { PrintSheet } from '../print/print-sheet.tsx'

/** Prints the candidate's score slip: lot, score and the three names. */
export function PrintSlip({ session, candidate, lot }: { session: string; candidate: string; lot: string }) {
  const { t } = useTranslation()
  const [printing, setPrinting] = useState(false)
  return printing ? (
    <PrintSheet session={session} kind="scoreSlip" keys={[candidate]} onDone={() => setPrinting(false)} />
  ) : (
    <Button onClick={() => setPrinting(true)}>{t('interview.print_slip', { lot })}</Button>
  )
}
