import { useTranslation } from 'react-i18next'
import styles from './verdict.module.css'

/** What stands in the upper half of a judge's screen. */
export type VerdictKind = { kind: 'passed' } | { kind: 'failed' } | { kind: 'left'; n: number } | { kind: 'waiting' } | { kind: 'locked' }

const shapes: Record<VerdictKind['kind'], string> = { passed: '✓', failed: '✕', left: '○', waiting: '○', locked: '▲' }

/** 合格 / 不合格 / 还有 n 次: shape, word and colour, 96 px, readable at two metres. `detail` is the figure beside it. */
export function Verdict({ of, detail, small = false }: { of: VerdictKind; detail?: string | undefined; small?: boolean }) {
  const { t } = useTranslation()
  const words = of.kind === 'left' ? t('parts.verdict.left', { n: of.n }) : t(`parts.verdict.${of.kind}`)
  return (
    <div className={styles['verdict']} data-kind={of.kind} data-small={small} role="status" aria-live="assertive">
      <b aria-hidden="true">{shapes[of.kind]}</b>
      <strong>{words}</strong>
      {detail !== undefined && <span>{detail}</span>}
    </div>
  )
}

/** The same verdict as a word in a row or a line of text. */
export function VerdictMark({ kind, word }: { kind: 'pass' | 'fail' | 'wait' | 'warn'; word: string }) {
  const shape = { pass: '✓', fail: '✕', wait: '○', warn: '▲' }[kind]
  return (
    <span className={styles['mark']} data-kind={kind}>
      <b aria-hidden="true">{shape}</b>
      {word}
    </span>
  )
}
