import { Component, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../parts/button.tsx'
import { Whole } from './whole.tsx'

/** A bug in one room is said in that room; the frame and the other rooms go on. */
export class RoomBoundary extends Component<{ children: ReactNode }, { broken: string | null }> {
  override state: { broken: string | null } = { broken: null }

  static getDerivedStateFromError(error: unknown) {
    return { broken: error instanceof Error ? error.message : String(error) }
  }

  override render() {
    if (this.state.broken === null) return this.props.children
    return <Broken message={this.state.broken} again={() => this.setState({ broken: null })} />
  }
}

function Broken({ message, again }: { message: string; again: () => void }) {
  const { t } = useTranslation()
  return (
    <Whole title={t('frame.room_broken')} text={`${t('frame.room_broken_next')} (${message})`}>
      <Button kind="primary" onClick={again}>
        {t('frame.open_again')}
      </Button>
    </Whole>
  )
}
