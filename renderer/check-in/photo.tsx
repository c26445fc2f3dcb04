import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { station } from '../contract.ts'
import styles from './card.module.css'

/** The id photo of the roster, large; without one the slot says so and keeps its place. */
export function Photo({ hash, name }: { hash: string | null; name: string }) {
  const { t } = useTranslation()
  const [shown, setShown] = useState<{ hash: string; url: string } | null>(null)
  useEffect(() => {
    if (hash === null) return undefined
    let url = ''
    let over = false
    station.checkIn.photo({ hash }).then(
      (answer) => {
        if (over || !answer.ok) return
        const bytes = Uint8Array.from(atob(answer.bytes), (sign) => sign.charCodeAt(0))
        url = URL.createObjectURL(new Blob([bytes], { type: answer.mime }))
        setShown({ hash, url })
      },
      () => undefined,
    )
    return () => {
      over = true
      if (url !== '') URL.revokeObjectURL(url)
    }
  }, [hash])
  return (
    <div className={styles['photo']}>
      {shown !== null && shown.hash === hash ? <img src={shown.url} alt={t('check-in.photo_of', { name })} /> : <span>{t('check-in.no_photo')}</span>}
    </div>
  )
}
