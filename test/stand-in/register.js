// node --import test/stand-in/register.js dist/electron/main.js: the built main process runs under plain Node, and what
// it gets for `electron` is the stand-in beside this file.
import './clock.js'
import { registerHooks } from 'node:module'

const url = new URL('./electron.js', import.meta.url).href
const names = new Set(['electron', 'electron/main'])
registerHooks({
  resolve: (specifier, context, next) =>
    names.has(specifier) ? { url, shortCircuit: true } : next(specifier, context),
})
