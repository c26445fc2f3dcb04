import net from 'node:net'
import { chromium } from 'playwright-core'
import { launchOptions } from '../chromium.ts'
import { tell } from './guard.js'

let browser

const freePort = () =>
  new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })

/** Starts Chromium once per stand-in and tells the test where to connect. */
export async function startBrowser() {
  const port = await freePort()
  browser = await chromium.launch(await launchOptions({ args: [`--remote-debugging-port=${port}`] }))
  tell({ t: 'cdp', port })
}

export const newContext = (options) => browser.newContext({ locale: 'zh-CN', viewport: null, ...options })
export const closeBrowser = async () => browser?.close()
