import { useTranslation } from 'react-i18next'
import type { CheckInState } from '../../shared/api/check-in.ts'
import { VerdictMark } from '../parts/verdict.tsx'

const kinds: Record<CheckInState, 'pass' | 'fail' | 'wait' | 'warn'> = {
  due: 'wait', in: 'pass', late: 'warn', absent: 'fail', refused: 'fail', doubt: 'warn', not_due: 'wait', barred: 'fail', withdrawn: 'fail',
}

/** Where a person stands at the desk: shape, word and colour. */
export function StateMark({ state }: { state: CheckInState }) {
  const { t } = useTranslation()
  return <VerdictMark kind={kinds[state]} word={t(`check-in.states.${state}`)} />
}
