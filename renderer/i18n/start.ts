import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Bilingual } from '../../shared/api/answer.ts'

export type Language = 'zh' | 'en'

type Words = Record<string, unknown>
const zh = import.meta.glob<Words>('./zh/*.json', { eager: true, import: 'default' })
const en = import.meta.glob<Words>('./en/*.json', { import: 'default' })

const noun = (path: string) => path.slice(path.lastIndexOf('/') + 1, -'.json'.length)

/** The words of one file stand under its noun: `check-in.json` → `t('check-in.find')`. */
const byNoun = (files: readonly (readonly [string, Words])[]): Words =>
  Object.fromEntries(files.map(([path, words]) => [noun(path), words]))

async function english(): Promise<Words> {
  return byNoun(await Promise.all(Object.entries(en).map(async ([path, load]) => [path, await load()] as const)))
}

/** Chinese first; English is fetched when somebody asks for it. */
export async function startLanguage(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'zh',
    fallbackLng: 'zh',
    resources: { zh: { translation: byNoun(Object.entries(zh)) } },
    interpolation: { escapeValue: false },
    returnNull: false,
    // a refusal without its detail is still a sentence
    missingInterpolationHandler: () => '…',
  })
  if (localStorage.getItem('kaodian.language') === 'en') await chooseLanguage('en')
}

/** Changes the language of every screen and keeps the choice on this machine. */
export async function chooseLanguage(language: Language): Promise<void> {
  if (language === 'en' && !i18next.hasResourceBundle('en', 'translation')) {
    i18next.addResourceBundle('en', 'translation', await english())
  }
  localStorage.setItem('kaodian.language', language)
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  await i18next.changeLanguage(language)
}

/** The text of a pack or a fact in the language of the screen. */
export function inTongue(text: Bilingual): string {
  return i18next.language === 'en' ? text.en : text.zh
}
