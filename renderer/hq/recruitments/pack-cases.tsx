import '../../no-eval.ts'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { marksOfPanel, tryFitness, tryScores } from '../../../shared/hq/pack-cases.ts'
import { parsePack, type PostCategory, type RulePack } from '../../../shared/pack-schema.ts'
import type { Sex } from '../../../shared/roster.ts'
import { inTongue } from '../../i18n/start.ts'
import { Empty } from '../../parts/empty.tsx'
import { Choice, TextField } from '../../parts/field.tsx'
import { Fields, Note } from '../../parts/form.tsx'
import { Sheet, Sheets } from '../../parts/screen.tsx'
import { VerdictMark } from '../../parts/verdict.tsx'
import styles from './pack-table.module.css'

/** Cases tried at once: one person's readings and marks by the text as it is now; nothing is recorded. */
export function PackCases({ json, day }: { json: string; day: string }) {
  const { t } = useTranslation()
  const pack = useMemo(() => packOf(json), [json])
  if (pack === null)
    return <Empty title={t('recruitments.cases.no_pack')} next={t('recruitments.cases.no_pack_next')} />
  return (
    <Sheets>
      <Fitness pack={pack} day={day} />
      <Scores pack={pack} />
    </Sheets>
  )
}

function packOf(json: string): RulePack | null {
  try {
    const read = parsePack(JSON.parse(json))
    return read.ok ? read.pack : null
  } catch {
    return null
  }
}

function Fitness({ pack, day: first }: { pack: RulePack; day: string }) {
  const { t } = useTranslation()
  const [birth, setBirth] = useState('1995-06-15')
  const [sex, setSex] = useState<Sex>('M')
  const [day, setDay] = useState(first)
  const [readings, setReadings] = useState<Record<string, string>>({})
  const items = pack.fitness?.items ?? []
  const tried = tryFitness(pack, { sex, birth, day, readings })
  return (
    <Sheet title={t('recruitments.cases.fitness')}>
      {items.length === 0 ? (
        <p>{t('recruitments.cases.no_fitness')}</p>
      ) : (
        <>
          <Fields short>
            <TextField
              label={t('setup.field.birth')}
              type="date"
              value={birth}
              onChange={(event) => setBirth(event.currentTarget.value)}
            />
            <Choice
              label={t('setup.field.sex')}
              value={sex}
              options={[
                ['M', t('setup.post_sex.M')],
                ['F', t('setup.post_sex.F')],
              ]}
              onChange={(event) => setSex(event.currentTarget.value === 'F' ? 'F' : 'M')}
            />
            <TextField
              label={t('recruitments.cases.day')}
              type="date"
              value={day}
              onChange={(event) => setDay(event.currentTarget.value)}
            />
          </Fields>
          {tried.ok ? (
            <p>{t('recruitments.cases.age', { age: tried.age, on: tried.on, band: bandTitle(pack, tried.band) })}</p>
          ) : (
            <VerdictMark kind="warn" word={t(`recruitments.cases.fault.${tried.fault}`)} />
          )}
          <Fields short>
            {items.map((item) => (
              <TextField
                key={item.id}
                inputMode="decimal"
                label={`${inTongue(item.title)}（${t(`setup.unit.${item.unit}`, { defaultValue: item.unit })}）`}
                value={readings[item.id] ?? ''}
                onChange={(event) =>
                  setReadings({ ...readings, [item.id]: event.currentTarget.value.normalize('NFKC') })
                }
              />
            ))}
          </Fields>
          {tried.ok &&
            tried.readings.map((each) => {
              const item = items.find(({ id }) => id === each.item)
              const title = item === undefined ? each.item : inTongue(item.title)
              return (
                <p key={each.item}>
                  {title}：
                  {each.fault !== null ? (
                    <VerdictMark kind="warn" word={t(`recruitments.cases.fault.${each.fault}`)} />
                  ) : (
                    <>
                      {t('recruitments.cases.compared', {
                        reading: each.reading,
                        rounded: each.rounded ?? each.reading,
                        sign: item?.comparison === 'atMost' ? '≤' : '≥',
                        standard: each.standard ?? '—',
                      })}{' '}
                      <VerdictMark
                        kind={each.verdict === 'pass' ? 'pass' : 'fail'}
                        word={t(each.verdict === 'pass' ? 'recruitments.cases.pass' : 'recruitments.cases.fail')}
                      />
                      {each.points !== null && ` ${t('recruitments.cases.points', { points: each.points })}`}
                    </>
                  )}
                </p>
              )
            })}
        </>
      )}
    </Sheet>
  )
}

function bandTitle(pack: RulePack, id: string): string {
  const band = pack.fitness?.bands.find((each) => each.id === id)
  return band === undefined ? id : inTongue(band.label)
}

const categories = ['technical', 'general', 'undivided'] as const

function Scores({ pack }: { pack: RulePack }) {
  const { t } = useTranslation()
  const [category, setCategory] = useState<PostCategory>(
    () => categories.find((each) => pack.ranking !== null && pack.ranking.totals[each] !== null) ?? 'undivided',
  )
  const [written, setWritten] = useState('')
  const [professional, setProfessional] = useState('')
  const [typed, setTyped] = useState<Record<string, string>>({})
  const { examiners, columns } = marksOfPanel(pack)
  const marks = Array.from({ length: examiners }, (_, row) =>
    Array.from({ length: columns }, (_each, column) => (typed[`${String(row)} ${String(column)}`] ?? '').trim()),
  )
  const tried = tryScores(pack, { category, written: written.trim(), professional: professional.trim(), marks })
  return (
    <Sheet title={t('recruitments.cases.scores')}>
      <Fields short>
        <Choice
          label={t('setup.field.category')}
          value={category}
          options={categories.map((each) => [each, t(`setup.category.${each}`)] as const)}
          onChange={(event) =>
            setCategory(categories.find((each) => each === event.currentTarget.value) ?? 'undivided')
          }
        />
        <TextField
          inputMode="decimal"
          label={t('setup.field.written')}
          value={written}
          onChange={(event) => setWritten(event.currentTarget.value.normalize('NFKC'))}
        />
        {pack.professional !== null && (
          <TextField
            inputMode="decimal"
            label={t('recruitments.word.score.professional')}
            value={professional}
            onChange={(event) => setProfessional(event.currentTarget.value.normalize('NFKC'))}
          />
        )}
      </Fields>
      {examiners > 0 && (
        <div className={styles['table-box']}>
          <table className={styles['table']}>
            <thead>
              <tr>
                <th aria-label={t('recruitments.field_name')} />
                {Array.from({ length: columns }, (_, column) => (
                  <th key={column}>{titleOf(pack, column) ?? t('recruitments.cases.mark')}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {marks.map((row, at) => (
                <tr key={at}>
                  <th scope="row">{t('recruitments.cases.examiner', { n: at + 1 })}</th>
                  {row.map((mark, column) => {
                    const wrong =
                      mark !== '' && tried.faults.some((fault) => fault.at[0] === at && fault.at[1] === column)
                    return (
                      <td key={column} data-wrong={wrong}>
                        <input
                          inputMode="decimal"
                          aria-label={`${t('recruitments.cases.examiner', { n: at + 1 })} ${titleOf(pack, column) ?? ''}`}
                          value={mark}
                          maxLength={8}
                          onChange={(event) =>
                            setTyped({
                              ...typed,
                              [`${String(at)} ${String(column)}`]: event.currentTarget.value.normalize('NFKC'),
                            })
                          }
                        />
                      </td>
                    )
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {examiners === 0 && <Note>{t('recruitments.cases.no_interview')}</Note>}
      {tried.interview !== null && <p>{t('recruitments.cases.interview', { score: tried.interview })}</p>}
      {tried.total === null ? (
        <Note>{t('recruitments.cases.no_totals')}</Note>
      ) : tried.total.ok ? (
        <p>
          {tried.total.terms
            .map(({ score, value, weight }) => `${t(`recruitments.word.score.${score}`)} ${value} × ${weight}`)
            .join(' + ')}{' '}
          = <strong>{tried.total.total}</strong>{' '}
          {tried.total.gates.length > 0 && (
            <VerdictMark
              kind={tried.total.gate === 'pass' ? 'pass' : 'fail'}
              word={t(`recruitments.cases.gate_${tried.total.gate}`)}
            />
          )}
        </p>
      ) : (
        <Note>
          {t('recruitments.cases.missing', {
            what: tried.total.missing.map((name) => t(`recruitments.word.score.${name}`)).join('、'),
          })}
        </Note>
      )}
    </Sheet>
  )
}

function titleOf(pack: RulePack, column: number): string | null {
  const element = pack.interview?.elements[column]
  return element === undefined ? null : inTongue(element.title)
}
