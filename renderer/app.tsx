import { lazy, Suspense, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Frame } from './frame/frame.tsx'
import { Lock } from './sign-in/lock.tsx'
import { usePlace } from './frame/route.ts'
import { meet, useWho } from './frame/who.ts'
import { Whole } from './frame/whole.tsx'
import { Button } from './parts/button.tsx'
import { SignIn } from './sign-in/sign-in.tsx'

// only a machine's first start needs it
const SetUp = lazy(async () => ({ default: (await import('./setup/set-up.tsx')).SetUp }))
// only the hall's own screen needs it
const PublicBoard = lazy(async () => ({ default: (await import('./board/board.tsx')).PublicBoard }))

/** The ladder: the machine's state chooses the screen. Read from top to bottom. */
export function App() {
  const { t } = useTranslation()
  const { station, me, locked } = useWho()
  const publicBoard = usePlace((place) => place.room === 'board')
  useEffect(() => {
    void meet()
  }, [])

  if (station.kind === 'asking') return <Whole title={t('frame.asking')} busy />
  if (station.kind === 'unreachable') {
    return (
      <Whole title={t('frame.unreachable')} text={t('frame.unreachable_next')}>
        <Button kind="primary" hint="Enter" autoFocus onClick={() => void meet()}>
          {t('frame.ask_again')}
        </Button>
      </Whole>
    )
  }
  if (station.state.state === 'empty') {
    return (
      <Suspense fallback={<Whole title={t('frame.asking')} busy />}>
        <SetUp />
      </Suspense>
    )
  }
  if (publicBoard) {
    return (
      <Suspense fallback={<Whole title={t('frame.asking')} busy />}>
        <PublicBoard />
      </Suspense>
    )
  }
  if (me === null && !locked) return <SignIn />
  if (me === null) return <Lock />
  return (
    <>
      <Frame />
      {locked && <Lock />}
    </>
  )
}
