import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../parts/button.tsx'
import styles from './step-screen.module.css'

/** A page of readable width: title, a sentence, and what is chosen or filled in. */
export function Leaf({ title, text, children }: { title: string; text?: string | undefined; children: ReactNode }) {
  return (
    <div className={styles['narrow']}>
      <h1>{title}</h1>
      {text !== undefined && <p>{text}</p>}
      {children}
    </div>
  )
}

/** One step of the set-up: title, the form, and below it the way back and the one action. */
export function StepScreen({ title, text, onBack, action, children }: { title: string; text?: string; onBack?: () => void; action: ReactNode; children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <div className={styles['step']}>
      <div className={styles['scroll']}>
        <Leaf title={title} text={text}>
          {children}
        </Leaf>
      </div>
      <footer className={styles['actions']}>
        {onBack !== undefined && <Button onClick={onBack}>{t('setup.back')}</Button>}
        {action}
      </footer>
    </div>
  )
}

/** The numbered parts of a longer form under each other. */
export function Parts({ children }: { children: ReactNode }) {
  return <div className={styles['parts']}>{children}</div>
}

/** A numbered part of a longer form. */
export function Part({ n, title, children }: { n: number; title: string; children: ReactNode }) {
  return (
    <section className={styles['part']}>
      <h2>
        <b aria-hidden="true">{n}</b> {title}
      </h2>
      {children}
    </section>
  )
}
