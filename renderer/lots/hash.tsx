import styles from './lots.module.css'

/** A long number in groups of four, so that two people can compare it aloud; 'large' for a wall. */
export function Hash({ text, label, large = false }: { text: string; label: string; large?: boolean }) {
  return (
    <div className={styles['hash']} data-large={large}>
      <span>{label}</span>
      <code aria-label={`${label} ${text}`}>
        {(text.match(/.{1,4}/g) ?? []).map((group, index) => (
          <i key={index}>{group}</i>
        ))}
      </code>
    </div>
  )
}
