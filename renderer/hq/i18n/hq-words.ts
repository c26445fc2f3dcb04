import type { PageWords } from '../../i18n/start.ts'

type Words = Record<string, unknown>

/** Words of the station that the parts both pages share need; HQ's own of the same noun are laid over them. */
const shared = {
  zh: import.meta.glob<Words>(
    '../../i18n/zh/{parts,frame,chief,lists,fitness,interview,standings,journey,setup,shortlist}.json',
    { eager: true, import: 'default' },
  ),
  en: import.meta.glob<Words>(
    '../../i18n/en/{parts,frame,chief,lists,fitness,interview,standings,journey,setup,shortlist}.json',
    { import: 'default' },
  ),
}
const own = {
  zh: import.meta.glob<Words>('./zh/*.json', { eager: true, import: 'default' }),
  en: import.meta.glob<Words>('./en/*.json', { import: 'default' }),
}

/** All words of HQ's page. */
export const hqWords: PageWords = { zh: { ...shared.zh, ...own.zh }, en: { ...shared.en, ...own.en } }
