import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchDesktop, type DesktopApp } from './electron-launch.ts'

// The built main process and preload under the stand-in for Electron, with a real Chromium as the window.

const args = ['--rehearsal', 'wuhan-2025', '--candidates', '20', '--seed', '1']
let app: DesktopApp
beforeAll(async () => {
  app = await launchDesktop({ args })
})
afterAll(async () => {
  await app.quit()
  app.forget()
})

/** One call of the contract on a fresh line of the page's own, as its bytes are. */
const ask = (method: string): Promise<string> =>
  app.page.evaluate(
    (address) =>
      new Promise<string>((resolve) => {
        const receive = (event: MessageEvent): void => {
          const [port] = event.ports
          if (event.data !== 'kaodian-port' || port === undefined) return
          window.removeEventListener('message', receive)
          port.onmessage = ({ data }) => resolve(String(data))
          port.postMessage(JSON.stringify({ i: '1', p: { u: address, b: {} } }))
        }
        window.addEventListener('message', receive)
        ;(window as unknown as { kaodian: { openPort(): void } }).kaodian.openPort()
      }),
    method,
  )

describe('the desktop window', () => {
  test('shows the venue that was asked for, and its people', async () => {
    await app.page.getByText('武汉演练考点').waitFor()
    await app.page.getByText('演练裁判甲').waitFor()
  })

  test('a call of the contract is answered over the message port, and one without a token is refused', async () => {
    expect(await ask('/venue/state')).toContain('"mode":"rehearsal"')
    expect(await ask('/operators/list')).toMatch(/"s":4\d\d/)
  })

  test('the page sees the shell’s functions and nothing of Node, Electron or the stand-in', async () => {
    const seen = await app.page.evaluate(() => {
      const all = window as unknown as Record<string, unknown>
      return {
        strangers: ['require', 'process', 'module', 'Buffer', '__standIn', 'ipcRenderer'].filter(
          (name) => all[name] !== undefined,
        ),
        frozen: Object.isFrozen(all['kaodian']),
      }
    })
    expect(seen).toEqual({ strangers: [], frozen: true })
  })

  test('the people who were made can sign in with the PINs that were shown', async () => {
    await app.page.getByText('演练裁判甲').click()
    await app.page.keyboard.type(app.pinOf('judge-1'))
    await app.page.keyboard.press('Enter')
    await app.page.getByRole('navigation').first().waitFor()
  })

  test('1: nothing was asked of any other origin, and the policy had nothing to report', () => {
    expect(app.complaints).toEqual([])
    expect(app.messages.filter((message) => message.t === 'pageerror')).toEqual([])
  })

  test('7, 13, 14: inline script, eval, foreign pictures, other pages and new windows are all stopped', async () => {
    const reports = await app.page.evaluate(async () => {
      const seen: string[] = []
      document.addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective))
      const script = document.createElement('script')
      try {
        script.textContent = 'window.evil = 1'
      } catch {
        seen.push('trusted types')
      }
      const style = document.createElement('style')
      style.textContent = 'body { display: none }'
      document.head.append(style)
      const picture = new Image()
      const failed = new Promise((resolve) => {
        picture.onerror = resolve
      })
      picture.src = 'https://example.com/pixel.png'
      await failed
      try {
        Reflect.set(document.createElement('div'), 'innerHTML', '<img src=x onerror="window.evil = 1">')
      } catch {
        seen.push('trusted types')
      }
      window.open('https://example.com/')
      return { seen, evil: 'evil' in window, hidden: getComputedStyle(document.body).display === 'none' }
    })
    expect(reports.evil).toBe(false)
    expect(reports.hidden).toBe(false)
    expect(reports.seen).toEqual(expect.arrayContaining(['style-src-elem', 'img-src', 'trusted types']))
    const before = app.page.url()
    await app.page.evaluate(() => {
      window.location.href = 'https://example.com/'
    })
    await app.page.getByRole('navigation').first().waitFor()
    expect(app.page.url()).toBe(before)
  })

  test('the key file is sealed and the ledger is not a plain SQLite file', () => {
    const folder = path.join(app.userData, 'rehearsal-wuhan-2025')
    expect(readFileSync(path.join(folder, 'station.key.json'), 'utf8')).toContain('"kept":"sealed"')
    expect(readFileSync(path.join(folder, 'kaodian.db')).subarray(0, 15).toString('latin1')).not.toBe('SQLite format 3')
  })

  test('a second program on the same data says so and ends', async () => {
    await expect(launchDesktop({ args, userData: app.userData })).rejects.toThrow(
      /ended with 1 .*正由另一个考点程序使用/,
    )
  })

  test('after a power cut the same venue is there, and nobody’s PIN is shown again', async () => {
    const { userData } = app
    await app.kill()
    app = await launchDesktop({ args, userData })
    await app.page.getByText('武汉演练考点').waitFor()
    expect(app.messages.filter((message) => message.t === 'dialog')).toEqual([])
  })

  test('closing the window ends the program with 0', async () => {
    expect(await app.quit()).toBe(0)
  })

  test('F7: without a keyring no exam is opened', async () => {
    await expect(launchDesktop({ env: { STANDIN_KEYRING: 'basic_text' } })).rejects.toThrow(/ended with 1 .*basic_text/)
    await expect(launchDesktop({ env: { STANDIN_KEYRING: 'none' } })).rejects.toThrow(/ended with 1 .*密钥环/)
  })

  test('F2: a packaged program does not start with a debugging switch', async () => {
    const { userData } = app
    await expect(
      launchDesktop({ args: ['--remote-debugging-port=9222'], userData, env: { STANDIN_PACKAGED: '1' } }),
    ).rejects.toThrow(/ended with 78/)
    expect(existsSync(path.join(userData, 'venue'))).toBe(false)
  })
})
