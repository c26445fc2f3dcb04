import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { silentLog } from '../../exchange/log.ts'
import { openStation, type Station } from '../../station/station.ts'
import { startWeb, type WebFace } from '../../station/web.ts'
import { root } from '../architecture/tree.ts'
import { launchChromium } from '../chromium.ts'

// names of the rehearsals and of real people: beyond the common set, extension A, extensions B, C and E
const rare = ['䶮', '𠮷', '㛃', '𫖯', '龘', '龚', '㐂', '㙍', '䲟', '𬭎', '𬬿', '𣲗', '㸔', '堃', '翀', '·']
const common = ['报', '到', '抽', '签']

let folder: string
let station: Station
let web: WebFace
let browser: Browser
let page: Page

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'kaodian-fonts-'))
  // a machine without one Chinese font: fontconfig knows Latin letters only, or nothing at all
  const latin = '/usr/share/fonts/truetype/dejavu'
  const config = path.join(folder, 'fonts.conf')
  writeFileSync(config, `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${existsSync(latin) ? `<dir>${latin}</dir>` : ''}<cachedir>${path.join(folder, 'cache')}</cachedir></fontconfig>`)
  const before = process.env['FONTCONFIG_FILE']
  process.env['FONTCONFIG_FILE'] = config
  try {
    browser = await launchChromium()
  } finally {
    if (before === undefined) delete process.env['FONTCONFIG_FILE']
    else process.env['FONTCONFIG_FILE'] = before
  }
  station = await openStation({ folder: path.join(folder, 'data'), program: 'kaodian test', log: silentLog })
  web = await startWeb({ station, port: 0, page: process.env['KAODIAN_PAGE'] ?? path.join(root, 'dist/renderer') })
  page = await browser.newPage()
  await page.goto(web.url)
  await page.getByRole('heading').first().waitFor()
})
afterAll(async () => {
  await browser.close()
  await web.stop()
  await station.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Which of the characters look like the box of a missing glyph, or like nothing, in this font family. */
async function missing(characters: readonly string[], family: 'own' | 'none'): Promise<string[]> {
  return page.evaluate(
    async ({ all, own }) => {
      const font = own ? getComputedStyle(document.body).fontFamily : 'no-such-font'
      const draw = (text: string) => {
        const canvas = document.createElement('canvas')
        canvas.width = canvas.height = 64
        const pen = canvas.getContext('2d', { willReadFrequently: true })
        if (pen === null) throw new Error('no canvas')
        pen.font = `48px ${font}`
        pen.fillText(text, 4, 50)
        const data = pen.getImageData(0, 0, 64, 64).data
        return data.some((value) => value !== 0) ? data.join() : ''
      }
      for (const text of all) await document.fonts.load(`48px ${font}`, text)
      // code points that will never be a character: what a missing glyph looks like, with and without digits in its box
      const boxes = new Set(['\u{1FFFE}', '\u{2FFFE}', '\uFFFE'].map(draw))
      const seen = all.map((text) => ({ text, picture: draw(text) }))
      return seen.filter(({ text, picture }) => picture === '' || boxes.has(picture) || seen.some((other) => other.text !== text && other.picture === picture)).map(({ text }) => text)
    },
    { all: characters, own: family === 'own' },
  )
}

describe('Chinese on a machine without Chinese fonts', () => {
  it('common and rare characters are drawn by the fonts that the program brings', async () => {
    expect(await missing([...common, ...rare], 'own')).toEqual([])
  })

  it('control: without those fonts the same browser has no glyph for them', async () => {
    expect(await missing(['䶮', '𠮷', '㛃', '𫖯', '报'], 'none')).toEqual(['䶮', '𠮷', '㛃', '𫖯', '报'])
  })

  it('a page loads only the pieces its text needs', async () => {
    const loaded = await page.evaluate(() => [...document.fonts].filter((face) => face.status === 'loaded').length)
    expect(loaded).toBeGreaterThan(2)
    expect(loaded).toBeLessThan(60)
  })
})
