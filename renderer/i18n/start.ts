import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Bilingual } from '../../shared/api/answer.ts'

export type Language = 'zh' | 'en'

type Words = Record<string, unknown>
/** The files of a page's words by their paths: Chinese at hand, English fetched when it is asked for. A later file of the same noun is laid over an earlier one. */
export interface PageWords {
  zh: Readonly<Record<string, Words>>
  en: Readonly<Record<string, () => Promise<Words>>>
}
let page: PageWords = { zh: {}, en: {} }

const noun = (path: string) => path.slice(path.lastIndexOf('/') + 1, -'.json'.length)

/** The words of one file stand under its noun: `lists.json` → `t('lists.…')`. */
const byNoun = (files: readonly (readonly [string, Words])[]): Words =>
  files.reduce<Words>((all, [path, words]) => ({ ...all, [noun(path)]: laidOver(all[noun(path)], words) }), {})

function laidOver(below: unknown, above: unknown): unknown {
  if (!isWords(below) || !isWords(above)) return above
  return Object.fromEntries([...new Set([...Object.keys(below), ...Object.keys(above)])].map((key) => [key, key in above ? laidOver(below[key], above[key]) : below[key]]))
}

function isWords(value: unknown): value is Words {
  return typeof value === 'object' && value !== null
}

async function english(): Promise<Words> {
  return byNoun(await Promise.all(Object.entries(page.en).map(async ([path, load]) => [path, await load()] as const)))
}

/** Chinese first; English is fetched when somebody asks for it. */
export async function startLanguage(words: PageWords): Promise<void> {
  page = words
  await i18next.use(initReactI18next).init({
    lng: 'zh',
    fallbackLng: 'zh',
    resources: { zh: { translation: byNoun(Object.entries(words.zh)) } },
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
