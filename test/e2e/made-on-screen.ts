import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { startWeb } from '../../station/web.ts'
import { root } from '../architecture/tree.ts'
import { launchChromium } from '../chromium.ts'
import { openMade, type MadeVenue } from './made-venue.ts'
import { seat } from './venue-on-screen.ts'

/** A made venue behind real HTTP with a browser in front of it. */
export interface MadeOnScreen extends MadeVenue {
  url: string
  browser: Browser
  /** Everything the pages complained about: errors, policy reports. */
  complaints: string[]
  /** A window of its own, signed in through the screen. */
  sit(operator: string): Promise<Page>
  /** A window without anybody signed in, at an address within the page such as `#/board`. */
  stand(place: string): Promise<Page>
}

export async function openMadeOnScreen(given: Parameters<typeof openMade>[0]): Promise<MadeOnScreen> {
  const venue = await openMade(given)
  const web = await startWeb({ station: venue.station, port: 0, page: process.env['KAODIAN_PAGE'] ?? path.join(root, 'dist/renderer') })
  const browser = await launchChromium()
  const complaints: string[] = []
  return {
    ...venue, url: web.url, browser, complaints,
    sit: (operator) => seat({ browser, url: web.url, complaints, accounts: venue.accounts }, operator, tap),
    stand: async (place) => {
      const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1280, height: 800 } })
      context.setDefaultTimeout(15_000)
      const page = await context.newPage()
      page.on('pageerror', (error) => complaints.push(String(error)))
      await tap(page)
      await page.goto(new URL(place, web.url).href)
      return page
    },
    stop: async () => {
      await browser.close()
      await web.stop()
      await venue.stop()
    },
  }
}

interface Tapped extends Window {
  /** Every answer of the station to this window, streams included, as it came. */
  answered?: string[]
  /** Every note this window began to play: shape and pitch. */
  played?: string[]
}

/** Keeps what comes over the network and what is played, before anything of the page runs. */
async function tap(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const here = window as Tapped
    const answered: string[] = (here.answered = [])
    const played: string[] = (here.played = [])
    const plain = window.fetch.bind(window)
    window.fetch = async (...asked: Parameters<typeof fetch>) => {
      const answer = await plain(...asked)
      const body = answer.clone().body
      const keep = async () => {
        if (body === null) return
        const reader = body.pipeThrough(new TextDecoderStream()).getReader()
        for (let part = await reader.read(); !part.done; part = await reader.read()) answered.push(part.value)
      }
      void keep().catch(() => undefined) // a stream that was cut off
      return answer
    }
    const start = OscillatorNode.prototype.start
    OscillatorNode.prototype.start = function (this: OscillatorNode, when?: number) {
      played.push(`${this.type} ${String(this.frequency.value)}`)
      start.call(this, when)
    }
  })
}

/** What the station answered to this window since it was loaded. */
const answersTo = (page: Page): Promise<string> => page.evaluate(() => ((window as Tapped).answered ?? []).join('\n'))

/** Shapes and pitches this window began to play since it was loaded. */
export const playedBy = (page: Page): Promise<string[]> => page.evaluate(() => (window as Tapped).played ?? [])

/** All text of a page a person or a program could read in it: what is shown, typed, labelled. */
const textOf = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const typed = [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')].map((field) => field.value)
    return [document.documentElement.outerHTML, ...typed].join('\n')
  })

/** Which of these texts a window shows, holds in a field, or was answered by the station. */
export async function foundIn(page: Page, texts: readonly string[]): Promise<string[]> {
  const all = `${await textOf(page)}\n${await answersTo(page)}`
  return texts.filter((text) => all.includes(text))
}
