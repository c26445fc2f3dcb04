import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { chooseLanguage } from '../i18n/start.ts'
import { sounds, useMuted } from '../parts/sound.ts'
import { useLook, type Look } from '../theme.tsx'
import styles from './look-menu.module.css'

const looks: readonly Look[] = ['light', 'dark', 'contrast', 'contrast-dark']

/** Language, look, sounds and, where somebody is signed in, signing out: what belongs to this window, not to the exam. */
export function LookMenu({ close, signOut }: { close: () => void; signOut?: () => void }) {
  const { t, i18n } = useTranslation()
  const { look, choose } = useLook()
  const muted = useMuted((state) => state.muted)
  const box = useRef<HTMLDivElement>(null)

  useEffect(() => {
    const away = (event: PointerEvent) => {
      if (event.target instanceof Node && box.current?.parentElement?.contains(event.target) === true) return
      close()
    }
    const escape = (event: KeyboardEvent) => {
      if (event.key === 'Escape') close()
    }
    document.addEventListener('pointerdown', away)
    document.addEventListener('keydown', escape)
    return () => {
      document.removeEventListener('pointerdown', away)
      document.removeEventListener('keydown', escape)
    }
  }, [close])

  return (
    <div className={styles['menu']} ref={box} role="group" aria-label={t('frame.look')}>
      <fieldset>
        <legend>{t('frame.language')}</legend>
        <button type="button" aria-pressed={i18n.language === 'zh'} onClick={() => void chooseLanguage('zh')} lang="zh-CN">
          中文
        </button>
        <button type="button" aria-pressed={i18n.language === 'en'} onClick={() => void chooseLanguage('en')} lang="en">
          English
        </button>
      </fieldset>
      <fieldset>
        <legend>{t('frame.appearance')}</legend>
        {looks.map((each) => (
          <button key={each} type="button" aria-pressed={look === each} onClick={() => choose(each)}>
            {t(`frame.looks.${each}`)}
          </button>
        ))}
      </fieldset>
      <fieldset>
        <legend>{t('frame.sounds')}</legend>
        <button type="button" aria-pressed={!muted} onClick={() => useMuted.getState().mute(false)}>
          {t('frame.sounds_on')}
        </button>
        <button type="button" aria-pressed={muted} onClick={() => useMuted.getState().mute(true)}>
          {t('frame.sounds_off')}
        </button>
        <button type="button" onClick={() => sounds.accepted()}>
          {t('frame.sounds_try')}
        </button>
      </fieldset>
      {signOut !== undefined && (
        <fieldset>
          <legend>{t('frame.leaving')}</legend>
          <button type="button" onClick={signOut}>
            {t('frame.sign_out')}
          </button>
        </fieldset>
      )}
    </div>
  )
}
