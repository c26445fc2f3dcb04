import { useTranslation } from 'react-i18next'
import type { JudgeView } from '../../shared/api/fitness.ts'
import type { Outcome } from '../../shared/facts.ts'
import { inTongue } from '../i18n/start.ts'
import { readingText, sameNumber } from './reading.ts'

type View = Pick<JudgeView, 'unit' | 'fouls'>

/** Readings and outcomes in the words of the screen. */
export function useFitnessWords(): {
  reading: (text: string, unit: string) => string
  outcome: (outcome: Outcome, view: View) => string
  /** With what it was rounded to, where that differs: `13.52 → 13.6 秒`. */
  attempt: (attempt: Pick<JudgeView['attempts'][number], 'outcome' | 'rounded'>, view: View) => string
} {
  const { t } = useTranslation()
  const units = { s: t('fitness.unit.s'), cm: t('fitness.unit.cm'), count: t('fitness.unit.count') }
  const reading = (text: string, unit: string) => readingText(text, unit, units)
  const outcome = (of: Outcome, view: View): string => {
    switch (of.kind) {
      case 'reading':
        return reading(of.reading, view.unit)
      case 'touch':
        return t(of.touch ? 'fitness.touched' : 'fitness.not_touched')
      case 'foul': {
        const foul = view.fouls.find((each) => each.id === of.foul)
        return t('fitness.foul_of', { foul: foul === undefined ? of.foul : inTongue(foul.title) })
      }
      case 'false_start':
        return t('fitness.outcome.false_start')
      case 'did_not_finish':
        return t('fitness.outcome.did_not_finish')
      case 'gave_up':
        return t('fitness.outcome.gave_up')
      case 'official_fault':
        return t('fitness.outcome.official_fault')
      default:
        return of satisfies never
    }
  }
  const attempt = ({ outcome: of, rounded }: Pick<JudgeView['attempts'][number], 'outcome' | 'rounded'>, view: View) =>
    of.kind === 'reading' && rounded !== '' && !sameNumber(of.reading, rounded)
      ? `${reading(of.reading, view.unit).replace(` ${units.s}`, '')} → ${reading(rounded, view.unit)}`
      : outcome(of, view)
  return { reading, outcome, attempt }
}
