import type { PageWords } from './start.ts'

type Words = Record<string, unknown>

/** All words of the station's page. */
export const stationWords: PageWords = {
  zh: import.meta.glob<Words>('./zh/*.json', { eager: true, import: 'default' }),
  en: import.meta.glob<Words>('./en/*.json', { import: 'default' }),
}
