// Every npm script comes through here: `node run.mjs TASK …`. On a fresh clone it first installs what the lock file
// names, then runs the task under the Node pinned in package.json, whatever the machine's own Node (20 or newer) is.
// Plain Node, no dependencies. Its own chatter goes to stderr, so that `rules` and its like own stdout.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { constants, homedir } from 'node:os'
import { fileURLToPath } from 'node:url'

const root = path.dirname(fileURLToPath(import.meta.url))
const at = (...parts) => path.join(root, ...parts)
const windows = process.platform === 'win32'
const say = (text) => process.stderr.write(`${text}\n`)
const giveUp = (text, code = 1) => {
  say(text)
  process.exit(code)
}

// ---- dependencies ---------------------------------------------------------------------------------------------------

/** True when npm's own record of what is installed names everything the lock file wants on this machine. */
function treeMatchesLock() {
  try {
    const wanted = JSON.parse(readFileSync(at('package-lock.json'), 'utf8')).packages
    const present = JSON.parse(readFileSync(at('node_modules/.package-lock.json'), 'utf8')).packages
    return Object.entries(wanted).every(([place, { version, integrity, optional }]) => {
      if (place === '') return true
      const installed = present[place]
      if (installed === undefined) return optional === true
      return installed.version === version && installed.integrity === integrity && existsSync(at(place))
    })
  } catch {
    return false
  }
}

function ensureDependencies() {
  const stamp = at('node_modules/.kaodian-installed')
  const lock = readFileSync(at('package-lock.json'))
  const want = createHash('sha256').update(lock).update(`${process.platform}-${process.arch}`).digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === want) return
  if (!(existsSync(pinnedNodePath()) && treeMatchesLock())) {
    say('正在安装依赖（npm ci）…… installing dependencies')
    const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
    const cli = process.env.npm_execpath ?? '' // set by `npm run`; absent when called as `node run.mjs`
    const stdio = ['ignore', 2, 2]
    const done = cli.endsWith('npm-cli.js')
      ? spawnSync(process.execPath, [cli, ...args], { cwd: root, stdio })
      : spawnSync(windows ? 'npm.cmd' : 'npm', args, { cwd: root, stdio, shell: windows })
    if (done.status !== 0) giveUp('依赖安装失败，请检查网络或 npm 镜像设置后重试。 npm ci failed', done.status ?? 1)
  }
  writeFileSync(stamp, want)
}

function pinnedNodePath() {
  const name = `node-${windows ? 'win' : process.platform}-${process.arch}`
  return at('node_modules', name, 'bin', windows ? 'node.exe' : 'node')
}

/** The pinned Node; on a platform that has no such package (macOS), the machine's own if it can run TypeScript. */
function chooseNode() {
  const pinned = pinnedNodePath()
  if (existsSync(pinned)) return pinned
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  return giveUp(`这台机器没有可用的 Node 24（当前 ${process.version}）。 Node 24 is needed here`)
}

// ---- running things -------------------------------------------------------------------------------------------------

let node = process.execPath

/** Runs a program to its end, hands signals on to it, and answers with its exit code. */
function run(program, args, { env = {}, stdio = 'inherit', limitMs } = {}) {
  return new Promise((resolve) => {
    const PATH = [path.dirname(node), at('node_modules/.bin'), process.env.PATH ?? ''].join(path.delimiter)
    const child = spawn(program, args, { cwd: process.cwd(), stdio, env: { ...process.env, PATH, ...env } })
    const pass = (signal) => {
      // Ctrl-C at a terminal reaches the child by itself; a second one would look like impatience
      if (signal === 'SIGINT' && process.stdin.isTTY) return
      child.kill(signal)
    }
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, pass)
    // npm's shell dies of a signal without handing it on; whose parent is gone has been told to stop as well
    const parent = process.ppid
    const orphaned = setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500)
    const timer = limitMs === undefined ? undefined : setTimeout(() => child.kill(), limitMs)
    const end = (code) => {
      clearTimeout(timer)
      clearInterval(orphaned)
      for (const signal of signals) process.off(signal, pass)
      resolve(code)
    }
    child.on('error', (error) => {
      say(String(error))
      end(127)
    })
    child.on('exit', (code, signal) => end(code ?? 128 + (constants.signals[signal] ?? 0)))
  })
}

/** Runs the command-line program of an installed package under the pinned Node. */
function tool(name, bin, args, options) {
  const { bin: bins } = JSON.parse(readFileSync(at('node_modules', name, 'package.json'), 'utf8'))
  return run(node, [at('node_modules', name, typeof bins === 'string' ? bins : bins[bin]), ...args], options)
}

/** Runs one of the project's own TypeScript programs. */
function program(file, args, options, ofNode = []) {
  if (!existsSync(at(file))) giveUp(`${file} is missing from this copy of the project`, 2)
  return run(node, [...ofNode, at(file), ...args], options)
}

// ---- build ----------------------------------------------------------------------------------------------------------

function* filesUnder(place) {
  if (!existsSync(place)) return
  if (statSync(place).isFile()) return void (yield place)
  for (const name of readdirSync(place).sort()) yield* filesUnder(path.join(place, name))
}

/** Hash of everything the built program is made from, so that an unchanged tree is not built twice. */
function sourcesHash() {
  const hash = createHash('sha256')
  for (const place of ['shared', 'db', 'exchange', 'station', 'electron', 'renderer', 'vite.config.ts', 'vite.hq.config.ts', 'package-lock.json'])
    for (const file of filesUnder(at(place)))
      hash.update(path.relative(root, file)).update('\0').update(readFileSync(file))
  return hash.digest('hex')
}

async function build({ always = false } = {}) {
  const stamp = at('dist/.built-from')
  const want = sourcesHash()
  if (!always && existsSync(stamp) && readFileSync(stamp, 'utf8') === want) return 0
  const fresh = at(`node_modules/.cache/dist-${process.pid}`)
  let code = 0
  // the desktop program with the station's page, then HQ's page
  for (const config of ['vite.config.ts', 'vite.hq.config.ts'])
    code ||= await tool('vite', 'vite', ['build', '--logLevel', 'warn', '--config', at(config)], {
      stdio: ['ignore', 2, 2],
      env: { KAODIAN_OUT: fresh },
    })
  if (code === 0) {
    writeFileSync(path.join(fresh, '.built-from'), want)
    rmSync(at('dist'), { recursive: true, force: true })
    renameSync(fresh, at('dist'))
  } else rmSync(fresh, { recursive: true, force: true }) // the last good build stays
  return code
}

const typecheck = () => tool('typescript', 'tsc', ['-b', at('tsconfig.json')])
const lint = (args = []) =>
  tool('eslint', 'eslint', [
    '--cache',
    '--cache-location',
    at('node_modules/.cache/eslint/'),
    ...(args.length ? args : ['.']),
  ])

// ---- start ----------------------------------------------------------------------------------------------------------

const electronPresent = () =>
  existsSync(at('node_modules/electron/path.txt')) && existsSync(at('node_modules/electron/dist/version'))

/** Whether the place where Electron is downloaded from answers at all, within three seconds. */
async function mirrorAnswers() {
  const mirror = process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror ?? 'https://github.com/'
  try {
    await fetch(mirror, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(3000) })
    return true
  } catch {
    return false
  }
}

/** Why the desktop window cannot be used, or undefined when it can. Every wait in here is bounded. */
async function whyNoWindow() {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)
    return '这里没有桌面 no display'
  if (process.platform === 'linux' && process.getuid?.() === 0) return '不能以 root 运行桌面窗口 Electron refuses root'
  if (electronPresent()) return undefined
  if (!(await mirrorAnswers())) return '取不到 Electron（可设 ELECTRON_MIRROR） Electron cannot be downloaded here'
  say('正在下载 Electron…… downloading Electron, at most five minutes')
  const code = await tool('electron', 'install-electron', [], { stdio: ['ignore', 2, 2], limitMs: 300_000 })
  return code === 0 && electronPresent() ? undefined : 'Electron 下载失败（可设 ELECTRON_MIRROR） the download failed'
}

async function start(args) {
  const built = await build()
  if (built !== 0) return built
  if (!args.includes('--web') && !args.includes('--no-open')) {
    const reason = await whyNoWindow()
    if (reason === undefined) {
      const executable = readFileSync(at('node_modules/electron/path.txt'), 'utf8')
      return run(at('node_modules/electron/dist', executable), [root, ...args])
    }
    say(`改用浏览器界面：${reason}`)
  }
  return program(
    'station/serve.ts',
    args.filter((each) => each !== '--web'),
  )
}

// ---- test -----------------------------------------------------------------------------------------------------------

async function test(args, env = {}) {
  const failed = []
  const whole = args.length === 0
  if (!whole) say('只运行所选测试，不做类型检查和规范检查 selected tests only: no typecheck, no lint')
  // none of them needs what another makes, and each keeps one processor busy
  const steps = { ...(whole ? { typecheck: typecheck(), lint: lint() } : {}), build: build() }
  for (const [name, step] of Object.entries(steps)) if ((await step) !== 0) failed.push(name)
  const code = await tool('vitest', 'vitest', ['run', ...args], {
    env: { ...env, KAODIAN_FAILED_STEPS: failed.join(',') },
  })
  return failed.length > 0 ? code || 1 : code
}

// ---- package --------------------------------------------------------------------------------------------------------

/** True when this machine already has the Electron to pack: a folder that was named, or a download of an earlier time. */
function electronAtHand(args) {
  if (args.some((each) => /^(--config|-c)\.electronDist\b/.test(each))) return true
  const { version } = JSON.parse(readFileSync(at('node_modules/electron/package.json'), 'utf8'))
  const usual = {
    win32: path.join(process.env.LOCALAPPDATA ?? homedir(), 'electron/Cache'),
    darwin: path.join(homedir(), 'Library/Caches/electron'),
  }
  const cache = process.env.electron_config_cache ?? usual[process.platform] ?? path.join(homedir(), '.cache/electron')
  return [...filesUnder(cache)].some((file) => path.basename(file).startsWith(`electron-v${version}-`))
}

async function dist(args) {
  // the packer itself would try for the better part of a minute and then show its stack; behind a proxy only it can tell
  const proxy = process.env.HTTPS_PROXY ?? process.env.https_proxy
  if (proxy === undefined && !electronAtHand(args) && !(await mirrorAnswers()))
    giveUp(
      '打包要用 Electron，这里取不到。可设 ELECTRON_MIRROR 和 ELECTRON_BUILDER_BINARIES_MIRROR，' +
        '或用 -- --config.electronDist=文件夹 指定已下载的 Electron。\n' +
        'Packing needs Electron, which cannot be downloaded here: set ELECTRON_MIRROR and ELECTRON_BUILDER_BINARIES_MIRROR, ' +
        'or name a folder that holds it with -- --config.electronDist=FOLDER.',
    )
  const built = await build({ always: true })
  return built !== 0 ? built : tool('electron-builder', 'electron-builder', ['--publish', 'never', ...args])
}

// ---- the tasks ------------------------------------------------------------------------------------------------------

const tasks = {
  start,
  test: (args) => test(args),
  'test:deep': (args) => test(args, { KAODIAN_DEEP: '1' }),
  build: () => build({ always: true }),
  typecheck,
  lint,
  format: (args) => tool('prettier', 'prettier', ['--write', '--log-level', 'warn', ...(args.length ? args : ['.'])]),
  rules: (args) => program('tools/rules.ts', args),
  simulate: (args) => program('tools/simulate.ts', args),
  async pictures(args) {
    const built = await build()
    return built !== 0 ? built : program('tools/pictures.ts', args)
  },
  async hq(args) {
    const built = await build()
    // Node lets short-lived objects pile up to 100 MB and more before it looks at them; for HQ that is half of its memory
    return built !== 0 ? built : program('hq/serve.ts', args, {}, ['--max-semi-space-size=8'])
  },
  async 'hq:demo'(args) {
    const built = await build()
    return built !== 0 ? built : program('tools/hq-demo.ts', args)
  },
  verify: (args) => program('tools/verify.ts', args),
  backup: (args) => program('tools/backup.ts', args),
  restore: (args) => program('tools/restore.ts', args),
  package: (args) => program('tools/package.ts', args),
  courier: (args) => program('tools/courier.ts', args),
  bench: (args) => program('tools/bench/all.ts', args),
  dist,
}

const [task = '', ...rest] = process.argv.slice(2)
if (!Object.hasOwn(tasks, task)) giveUp(`用法 usage: node run.mjs ${Object.keys(tasks).join('|')}`, 2)
ensureDependencies()
node = chooseNode()
process.exitCode = await tasks[task](rest)
