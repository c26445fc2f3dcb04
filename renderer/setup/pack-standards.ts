import { z } from '../parts/checked.ts'

const tongues = z.object({ zh: z.string(), en: z.string() })
const Pack = z.looseObject({
  title: tongues,
  fitness: z
    .looseObject({
      bands: z.array(z.looseObject({ id: z.string(), label: tongues })),
      items: z.array(
        z.looseObject({
          id: z.string(), title: tongues, unit: z.string(), comparison: z.string(),
          standards: z.array(z.looseObject({ sex: z.string(), band: z.string(), value: z.string().nullable() })),
        }),
      ),
    })
    .nullable(),
})
type Pack = z.infer<typeof Pack>

/** A standard of an item, sex and band, by where it stands in the pack. */
export interface StandardCell {
  item: number
  standard: number
  value: string
}

/** One row of the table of standards: a sex and band, one cell per item (undefined where the item has none). */
export interface StandardRow {
  sex: string
  band: string
  cells: readonly (StandardCell | undefined)[]
}

/** The pack behind its JSON text, or null when it cannot be read that far; the station checks the rest. */
export function readPackText(json: string): Pack | null {
  try {
    const read = Pack.safeParse(JSON.parse(json))
    return read.success ? read.data : null
  } catch {
    return null
  }
}

/** The table of standards of a pack: rows by sex and band in the pack's order. */
export function standardRows(pack: Pack): readonly StandardRow[] {
  const items = pack.fitness?.items ?? []
  const keys = new Map<string, { sex: string; band: string }>()
  for (const item of items) for (const { sex, band } of item.standards) keys.set(`${sex} ${band}`, { sex, band })
  return [...keys.values()].map(({ sex, band }) => ({
    sex,
    band,
    cells: items.map((item, index): StandardCell | undefined => {
      const at = item.standards.findIndex((standard) => standard.sex === sex && standard.band === band)
      return at === -1 ? undefined : { item: index, standard: at, value: item.standards[at]?.value ?? '' }
    }),
  }))
}

/** The pack's text with one standard filled in; empty text makes it a hole again. */
export function withStandard(json: string, cell: StandardCell, value: string): string {
  const pack = readPackText(json)
  const standard = pack?.fitness?.items[cell.item]?.standards[cell.standard]
  if (pack === null || standard === undefined) return json
  standard.value = value === '' ? null : value
  return JSON.stringify(pack, null, 2)
}
