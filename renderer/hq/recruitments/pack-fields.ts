import { lengthAt, looseOf, valueAt, type Place } from './pack-places.ts'

/** One field of the pack's form. `null` is written where an empty decimal or number is allowed to say "none". */
export type PackField =
  | { kind: 'decimal' | 'whole' | 'date'; place: Place; nullable: boolean }
  | { kind: 'choice'; place: Place; options: readonly string[]; words: string }
  | { kind: 'order'; place: Place; options: readonly string[] }
  /** A choice that puts a whole object in its place. */
  | {
      kind: 'form'
      place: Place
      tag: string
      options: Readonly<Record<string, Readonly<Record<string, string | number>>>>
      words: string
    }

/** A part of the form: rows of fields, one column for each category of post, item of fitness, or a single one. */
export interface PackSection {
  id: string
  columns: readonly { id: string; title: { zh: string; en: string } | null }[]
  rows: readonly { id: string; more?: string; cells: readonly (PackField | null)[] }[]
}

const categories = ['technical', 'general', 'undivided'] as const
const single = [{ id: 'value', title: null }]
const rounding = ['halfUp', 'down']

/** The fields in which cities and years differ most, as this pack has them; all others are in the whole text. */
export function packSections(text: string): PackSection[] {
  const pack = looseOf(text)
  if (pack === null) return []
  const has = (place: Place) => valueAt(pack, place) !== undefined && valueAt(pack, place) !== null
  return [
    ...(has('ranking') ? [totals(text), ranking()] : []),
    ...(has('interview') ? [interview(text), byCategory(text), quota(text)].filter(({ rows }) => rows.length > 0) : []),
    ...(has('fitness') ? [fitness(), items(text)] : []),
    ...(has('checkIn') ? [checkIn()] : []),
  ]
}

/** Categories that the pack speaks of in its totals; all three where it says nothing. */
function spoken(text: string): (typeof categories)[number][] {
  const pack = looseOf(text)
  const said = categories.filter((category) =>
    ['ranking.totals', 'interview.quota', 'interview.passMark'].some(
      (place) => (valueAt(pack, `${place}.${category}`) ?? null) !== null,
    ),
  )
  return said.length === 0 ? [...categories] : said
}

const columnsOf = (text: string) => spoken(text).map((id) => ({ id, title: null }))

function totals(text: string): PackSection {
  const pack = looseOf(text)
  const columns = columnsOf(text)
  const most = Math.max(0, ...columns.map(({ id }) => lengthAt(pack, `ranking.totals.${id}.terms`)))
  const there = (id: string, field: PackField): PackField | null =>
    (valueAt(pack, `ranking.totals.${id}`) ?? null) === null ? null : field
  return {
    id: 'totals',
    columns,
    rows: [
      ...Array.from({ length: most }, (_, at) => at).flatMap((at) => [
        {
          id: 'term_score',
          more: String(at + 1),
          cells: columns.map(({ id }) =>
            lengthAt(pack, `ranking.totals.${id}.terms`) > at
              ? {
                  kind: 'choice' as const,
                  place: `ranking.totals.${id}.terms[${String(at)}].score`,
                  options: ['written', 'interview', 'professional', 'fitnessPoints'],
                  words: 'score',
                }
              : null,
          ),
        },
        {
          id: 'term_weight',
          more: String(at + 1),
          cells: columns.map(({ id }) =>
            lengthAt(pack, `ranking.totals.${id}.terms`) > at
              ? { kind: 'decimal' as const, place: `ranking.totals.${id}.terms[${String(at)}].weight`, nullable: false }
              : null,
          ),
        },
      ]),
      {
        id: 'decimals',
        cells: columns.map(({ id }) =>
          there(id, { kind: 'whole', place: `ranking.totals.${id}.decimals`, nullable: false }),
        ),
      },
      {
        id: 'rounding',
        cells: columns.map(({ id }) =>
          there(id, { kind: 'choice', place: `ranking.totals.${id}.rounding`, options: rounding, words: 'rounding' }),
        ),
      },
      {
        id: 'pass_line',
        cells: columns.map(({ id }) => ({ kind: 'decimal', place: `ranking.writtenPassLine.${id}`, nullable: true })),
      },
      {
        id: 'medical_ratio',
        cells: columns.map(({ id }) => ({ kind: 'decimal', place: `ranking.medicalRatio.${id}`, nullable: true })),
      },
    ],
  }
}

function ranking(): PackSection {
  return {
    id: 'ranking',
    columns: single,
    rows: [
      {
        id: 'tie_breakers',
        cells: [
          {
            kind: 'order',
            place: 'ranking.tieBreakers',
            options: ['written', 'policeAptitude', 'runTime', 'interview'],
          },
        ],
      },
      { id: 'qualification_ratio', cells: [{ kind: 'decimal', place: 'ranking.qualificationRatio', nullable: true }] },
      {
        id: 'fractions',
        cells: [{ kind: 'choice', place: 'ranking.fractions', options: ['halfUp', 'up', 'down'], words: 'rounding' }],
      },
    ],
  }
}

const corrected = { coefficientDecimals: 3, finalDecimals: 2, rounding: 'halfUp' }

function interview(text: string): PackSection {
  const pack = looseOf(text)
  const kind = valueAt(pack, 'interview.coefficient.kind')
  const whole = (id: string, place: string): PackSection['rows'][number] => ({
    id,
    cells: [{ kind: 'whole', place: `interview.${place}`, nullable: false }],
  })
  const choice = (
    id: string,
    place: string,
    options: readonly string[],
    words: string,
  ): PackSection['rows'][number] => ({ id, cells: [{ kind: 'choice', place: `interview.${place}`, options, words }] })
  return {
    id: 'interview',
    columns: single,
    rows: [
      whole('panel', 'panel'),
      choice('drop', 'drop', ['totals', 'perElement', 'none'], 'drop'),
      whole('mark_decimals', 'markDecimals'),
      whole('score_decimals', 'scoreDecimals'),
      choice('score_rounding', 'scoreRounding', rounding, 'rounding'),
      choice('entry', 'entry', ['twice', 'onceVerified'], 'entry'),
      {
        id: 'coefficient',
        cells: [
          {
            kind: 'form',
            place: 'interview.coefficient',
            tag: 'kind',
            words: 'coefficient',
            options: {
              none: { kind: 'none' },
              pooledMean: { kind: 'pooledMean', ...corrected },
              meanOfMeans: { kind: 'meanOfMeans', ...corrected },
              trimmed: { kind: 'trimmed', trim: 2, ...corrected, coefficientDecimals: 4 },
            },
          },
        ],
      },
      ...(kind === undefined || kind === 'none'
        ? []
        : [
            whole('coefficient_decimals', 'coefficient.coefficientDecimals'),
            whole('final_decimals', 'coefficient.finalDecimals'),
          ]),
      ...(kind === 'trimmed' ? [whole('trim', 'coefficient.trim')] : []),
    ],
  }
}

function byCategory(text: string): PackSection {
  const columns = columnsOf(text)
  return {
    id: 'interview_category',
    columns,
    rows: [
      {
        id: 'minutes',
        cells: columns.map(({ id }) => ({ kind: 'whole', place: `interview.minutes.${id}`, nullable: true })),
      },
      {
        id: 'pass_mark',
        cells: columns.map(({ id }) => ({ kind: 'decimal', place: `interview.passMark.${id}`, nullable: true })),
      },
    ],
  }
}

function quota(text: string): PackSection {
  const pack = looseOf(text)
  const columns = columnsOf(text).filter(({ id }) => lengthAt(pack, `interview.quota.${id}`) > 0)
  const most = Math.max(0, ...columns.map(({ id }) => lengthAt(pack, `interview.quota.${id}`)))
  const cell = (id: string, at: number, field: PackField): PackField | null =>
    lengthAt(pack, `interview.quota.${id}`) > at ? field : null
  return {
    id: 'quota',
    columns,
    rows: Array.from({ length: most }, (_, at) => at).flatMap((at) => [
      {
        id: 'quota_up_to',
        more: String(at + 1),
        cells: columns.map(({ id }) =>
          cell(id, at, { kind: 'whole', place: `interview.quota.${id}[${String(at)}].upToHeadcount`, nullable: true }),
        ),
      },
      {
        id: 'quota_ratio',
        more: String(at + 1),
        cells: columns.map(({ id }) =>
          cell(id, at, { kind: 'decimal', place: `interview.quota.${id}[${String(at)}].ratio`, nullable: false }),
        ),
      },
    ]),
  }
}

function fitness(): PackSection {
  return {
    id: 'fitness',
    columns: single,
    rows: [
      {
        id: 'reference',
        cells: [
          {
            kind: 'form',
            place: 'fitness.reference',
            tag: 'kind',
            words: 'reference',
            options: {
              fixed: { kind: 'fixed', date: '' },
              testDay: { kind: 'testDay' },
              testMonth: { kind: 'testMonth' },
            },
          },
        ],
      },
      { id: 'reference_date', cells: [{ kind: 'date', place: 'fitness.reference.date', nullable: false }] },
      { id: 'order', cells: [{ kind: 'choice', place: 'fitness.order', options: ['fixed', 'free'], words: 'order' }] },
    ],
  }
}

function items(text: string): PackSection {
  const pack = looseOf(text)
  const at = Array.from({ length: lengthAt(pack, 'fitness.items') }, (_, index) => index)
  const place = (index: number, field: string) => `fitness.items[${String(index)}].${field}`
  const words = (index: number, tongue: string) => {
    const value = valueAt(pack, place(index, `title.${tongue}`))
    return typeof value === 'string' ? value : ''
  }
  return {
    id: 'items',
    columns: at.map((index) => ({ id: String(index), title: { zh: words(index, 'zh'), en: words(index, 'en') } })),
    rows: [
      {
        id: 'attempts',
        cells: at.map((index) => ({ kind: 'whole', place: place(index, 'attempts'), nullable: false })),
      },
      {
        id: 'item_rounding',
        cells: at.map((index) => ({
          kind: 'form',
          place: place(index, 'rounding'),
          tag: 'mode',
          words: 'rounding',
          options: {
            none: { mode: 'none' },
            up: { mode: 'up', decimals: 1 },
            halfUp: { mode: 'halfUp', decimals: 1 },
            down: { mode: 'down', decimals: 0 },
          },
        })),
      },
      {
        id: 'item_decimals',
        cells: at.map((index) =>
          valueAt(pack, place(index, 'rounding.decimals')) === undefined
            ? null
            : { kind: 'whole', place: place(index, 'rounding.decimals'), nullable: false },
        ),
      },
      {
        id: 'false_start',
        cells: at.map((index) => ({
          kind: 'choice',
          place: place(index, 'falseStart'),
          options: ['attempt', 'warning', 'endsItem'],
          words: 'false_start',
        })),
      },
    ],
  }
}

function checkIn(): PackSection {
  return {
    id: 'check_in',
    columns: single,
    rows: [
      {
        id: 'cutoff',
        cells: [{ kind: 'choice', place: 'checkIn.cutoff', options: ['atMinute', 'afterMinute'], words: 'cutoff' }],
      },
      {
        id: 'early',
        cells: [{ kind: 'choice', place: 'checkIn.early', options: ['refused', 'admitted'], words: 'early' }],
      },
      {
        id: 'late',
        cells: [{ kind: 'choice', place: 'checkIn.late', options: ['refused', 'leftoverLot'], words: 'late' }],
      },
    ],
  }
}
