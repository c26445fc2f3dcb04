import styles from './progress.module.css'

/** How far: `of` of `all`, in words beside the bar; without `all` it only says that something goes on. */
export function Progress({ label, of, all }: { label: string; of?: number; all?: number }) {
  const share = of !== undefined && all !== undefined && all > 0 ? of / all : undefined
  return (
    <div className={styles['progress']}>
      <span>{label}</span>
      <progress max={1} {...(share === undefined ? {} : { value: share })} aria-label={label} />
    </div>
  )
}
