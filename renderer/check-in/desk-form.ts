import { z } from '../parts/checked.ts'

/** What is ticked and typed for the person at the desk; kept as a draft so that a reload or a lock loses nothing. */
const DeskForm = z.object({
  candidate: z.string(),
  idCard: z.boolean(),
  ticket: z.boolean(),
  consent: z.boolean(),
  tag: z.string(),
})
export type DeskForm = z.infer<typeof DeskForm>

/** Nobody at the desk. */
export const nobodyHere: DeskForm = { candidate: '', idCard: false, ticket: false, consent: false, tag: '' }

/** A person just came: nothing ticked. */
export function personHere(candidate: string): DeskForm {
  return { ...nobodyHere, candidate }
}

/** The form in a draft's text; anything else is an empty desk. */
export function readForm(text: string): DeskForm {
  if (text === '') return nobodyHere
  try {
    const read = DeskForm.safeParse(JSON.parse(text))
    return read.success ? read.data : nobodyHere
  } catch {
    return nobodyHere
  }
}
