import { useMemo, useState } from 'react'
import { makePack, untouched, type Adaptation, type MadePack } from '../../shared/pack-making.ts'
import { parsePack, type RulePack } from '../../shared/pack-schema.ts'
import { dayAfter, defaultSessions, type SessionDraft, type SheetNames } from '../../shared/session-making.ts'
import { day, minute, stationNow } from '../clock.ts'
// the screens' own setting of the checker has to be made before the pack is read with it
import '../parts/checked.ts'

/** The chosen pack: as it was chosen, and with its standards filled in. */
export interface ChosenPack {
  original: string
  json: string
}

/** The pack behind a text, or null while it has an error; the station's own check names those. */
function readPack(json: string): RulePack | null {
  try {
    const read = parsePack(JSON.parse(json))
    return read.ok ? read.pack : null
  } catch {
    return null
  }
}

/** Everything the set-up from a sheet knows of the pack it will send. */
export interface VenuePack {
  today: string
  /** The day that a half day made here begins with. */
  start: string
  base: RulePack | null
  sheet: SheetNames | null
  drafts: readonly SessionDraft[]
  made: MadePack<RulePack> | null
  /** The whole text that is sent. */
  json: string
  changed: Adaptation
  change(part: Partial<Adaptation>): void
}

/** The pack made of the chosen one, the sheet and the chief's changes: one text, made anew at every change. */
export function useVenuePack(chosen: ChosenPack, sheet: SheetNames | null): VenuePack {
  const [changed, setChanged] = useState<{ original: string; adaptation: Adaptation }>({ original: '', adaptation: untouched })
  const adaptation = changed.original === chosen.original ? changed.adaptation : untouched
  const today = day(stationNow())
  // in the afternoon a venue is made ready for the next morning
  const start = minute(stationNow()) < '12:00' ? today : dayAfter(today, 1)
  const base = useMemo(() => readPack(chosen.json), [chosen.json])
  return useMemo(() => {
    const drafts = adaptation.sessions ?? (base === null ? [] : defaultSessions(base, sheet, today, start))
    const made = base === null ? null : makePack(base, sheet, drafts, adaptation, chosen.json !== chosen.original)
    return {
      today, start, base, sheet, drafts, made, changed: adaptation,
      // a pack that nothing was changed in goes on byte for byte
      json: made === null || made.pack === base ? chosen.json : JSON.stringify(made.pack, null, 2),
      change: (part: Partial<Adaptation>) => setChanged({ original: chosen.original, adaptation: { ...adaptation, ...part } }),
    }
  }, [base, sheet, today, start, adaptation, chosen.json, chosen.original])
}
