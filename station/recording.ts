import { refuse, type Recorded, type Refused } from '../shared/api/answer.ts'
import type { FactBody } from '../shared/facts.ts'
import { keep } from '../db/kept.ts'
import type { Appended, Draft, Ledger } from '../db/ledger.ts'
import type { Db } from '../db/open.ts'
import type { FactDraft, OpenVenue } from './open-venue.ts'
import { storageTrouble, type StorageTrouble } from './storage-trouble.ts'
import type { Caller } from './use-cases.ts'

/** Where a PIN's verifier and its counter lie among what is kept. */
export const pinKey = (operator: string): string => `pin/${operator}`

/** The program itself as the author of a fact. */
export const systemCaller: Caller = { operator: 'system', name: 'system', roles: [] }

export interface Recording extends Pick<OpenVenue, 'record' | 'recordAll'> {
  /** Records a fact about an account and keeps its new PIN entry, both or neither. */
  recordWithPin<T extends 'operator.added' | 'operator.pin_set'>(
    caller: Caller,
    type: T,
    body: FactBody<T>,
    cmd: string,
    entry: string,
  ): Recorded
  /** Several facts of one command and what goes with them (`store` writes it), all or nothing in one commit. */
  recordWith(caller: Caller, drafts: readonly FactDraft[], cmd: string, store: () => void): ReturnType<OpenVenue['recordAll']>
}

/** The one way by which facts of a caller reach the ledger. `wrote` hears of every write: null when it went well. */
export function makeRecording(db: Db, ledger: Ledger, wrote: (trouble: StorageTrouble | null) => void): Recording {
  const guarded = <T>(write: () => T): T | Refused => {
    try {
      const result = write()
      wrote(null)
      return result
    } catch (error) {
      const trouble = storageTrouble(error)
      if (trouble === null) throw error
      wrote(trouble)
      return refuse(trouble)
    }
  }
  const append = (caller: Caller, draft: FactDraft, cmd: string, also?: () => void): Recorded => {
    const done = guarded(() => {
      if (also === undefined) return ledger.append(signedFor(caller, draft, cmd))
      return db.transaction(() => {
        const appended = ledger.append(signedFor(caller, draft, cmd))
        if (appended.ok && !appended.repeated) also()
        return appended
      })
    })
    return done.ok ? { ok: true, fact: done.id, repeated: done.repeated } : done
  }
  return {
    record: (caller, type, body, cmd) => append(caller, { type, body } as FactDraft, cmd),
    recordWithPin: (caller, type, body, cmd, entry) =>
      append(caller, { type, body } as FactDraft, cmd, () => keep(db, pinKey(body.operator), entry)),
    recordAll: (caller, drafts, cmd) => answered(guarded(() => ledger.appendAll(drafts.map((draft) => signedFor(caller, draft, cmd))))),
    recordWith: (caller, drafts, cmd, store) =>
      answered(guarded(() => db.transaction(() => {
        // facts come last: whoever listens to the ledger hears of nothing that then fails to be stored
        store()
        return ledger.appendAll(drafts.map((draft) => signedFor(caller, draft, cmd)))
      }))),
  }
}

function answered(done: Appended[] | Refused): ReturnType<OpenVenue['recordAll']> {
  if (!Array.isArray(done)) return done
  return { ok: true, facts: done.map(({ id }) => id), repeated: done.some(({ repeated }) => repeated) }
}

/** A draft with the names of those who stand for it. */
function signedFor({ operator, second }: Caller, { type, body }: FactDraft, cmd: string): Draft {
  return { type, body, cmd, by: operator, ...(second !== undefined && { second: second.operator }) } as Draft
}
