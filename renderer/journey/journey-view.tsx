import type { Journey } from '../../shared/api/journey.ts'
import { may } from '../frame/rooms.ts'
import { stationName, useWho } from '../frame/who.ts'
import { JourneySheet } from './journey-sheet.tsx'
import { revocable, Revoke } from './revoke.tsx'

/** A journey at the station, where two people may take back what was done to the person (规则 §10). */
export function JourneyView({ journey }: { journey: Journey }) {
  const roles = useWho((who) => who.me?.roles ?? [])
  return (
    <JourneySheet
      journey={journey}
      beside={{
        from: (step) => stationName(step.station),
        actions: (step) => step.replacedBy === null && revocable.includes(step.type) && may(roles, 'sessions.revoke') && <Revoke step={step} />,
      }}
    />
  )
}
