import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Whole } from '../frame/whole.tsx'
import { Button } from '../parts/button.tsx'
import { Frame } from './frame/frame.tsx'
import { meet, useWho } from './frame/who.ts'
import { SignIn } from './sign-in/sign-in.tsx'

/** The ladder: HQ's state chooses the screen. Read from top to bottom. */
export function App() {
  const { t } = useTranslation()
  const { hq, me } = useWho()
  useEffect(() => {
    void meet()
  }, [])

  if (hq.kind === 'asking') return <Whole title={t('frame.asking')} busy />
  if (hq.kind === 'unreachable') {
    return (
      <Whole title={t('frame.unreachable')} text={t('frame.unreachable_next')}>
        <Button kind="primary" hint="Enter" autoFocus onClick={() => void meet()}>
          {t('frame.ask_again')}
        </Button>
      </Whole>
    )
  }
  if (me?.step !== 'in') return <SignIn />
  return <Frame />
}
