import { readdirSync } from 'node:fs'
import path from 'node:path'
import { defineConfig } from 'vite'
import react from '@vitejs/plugin-react'

const root = import.meta.dirname

// run.mjs builds beside the last good build and puts the new one in its place when it is whole
const out = process.env['KAODIAN_OUT'] ?? path.join(root, 'dist')

// One build makes the three programs of the desktop face: the page, the main process and the preload.
// better-sqlite3 stays outside the bundle because its native part is a file of its own; electron is the host.
const host = ['electron', 'better-sqlite3']

// a worker is a file of its own beside main.js, found there by its own name (exchange/sheets/sheet-worker.ts → sheet-worker.js)
const workers = Object.fromEntries(
  ['db', 'station', 'exchange', 'exchange/sheets'].flatMap((room) =>
    readdirSync(path.join(root, room))
      .filter((file) => /-worker\.ts$/.test(file))
      .map((file) => [file.slice(0, -'.ts'.length), path.join(root, room, file)]),
  ),
)

const nodeProgram = (input: Record<string, string>, format: 'es' | 'cjs', extension: string) => ({
  consumer: 'server' as const,
  resolve: { external: host, noExternal: true as const, conditions: ['node', 'import', 'default'] },
  build: {
    ssr: true,
    outDir: path.join(out, 'electron'),
    emptyOutDir: false,
    target: 'node24',
    minify: false,
    sourcemap: true,
    copyPublicDir: false,
    rolldownOptions: {
      input,
      external: host,
      output: {
        format,
        entryFileNames: `[name].${extension}`,
        chunkFileNames: `[name]-[hash].${extension}`,
        // a sandboxed preload can require nothing but electron, so it must be one file
        ...(format === 'cjs' && { codeSplitting: false }),
      },
    },
  },
})

export default defineConfig({
  root: path.join(root, 'renderer'),
  base: './',
  plugins: [react()],
  builder: {
    async buildApp(builder) {
      for (const environment of Object.values(builder.environments)) await builder.build(environment)
    },
  },
  environments: {
    client: {
      build: {
        outDir: path.join(out, 'renderer'),
        emptyOutDir: true,
        target: 'chrome150',
        // fonts and pictures stay files: the content security policy allows no data: URL
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        chunkSizeWarningLimit: 1200,
      },
    },
    main: nodeProgram({ main: path.join(root, 'electron/main.ts'), ...workers }, 'es', 'js'),
    preload: nodeProgram({ preload: path.join(root, 'electron/preload.ts') }, 'cjs', 'cjs'),
  },
})
