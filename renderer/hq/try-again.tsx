import { useTranslation } from 'react-i18next'
import { answeredNo } from '../answers.ts'
import { Button } from '../parts/button.tsx'
import { Refusal } from '../parts/refusal.tsx'

/** Why something asked for did not come: HQ's reason, or that there was no answer. */
export interface NotCome {
  reason: string
  detail?: Readonly<Record<string, string>> | undefined
}

/** What a thrown error of a question says to a person. */
export function notCome(error: unknown): NotCome {
  return { reason: 'no_answer', detail: { code: answeredNo(error) ?? 'no_answer' } }
}

/** The refusal with the way to try again beside it. */
export function TryAgain({ why, busy = false, again }: { why: NotCome; busy?: boolean; again: () => void }) {
  const { t } = useTranslation()
  return (
    <Refusal reason={why.reason} detail={why.detail}>
      <Button busy={busy} onClick={again}>
        {t('parts.try_again')}
      </Button>
    </Refusal>
  )
}
