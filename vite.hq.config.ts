import path from 'node:path'
import { defineConfig } from 'vite'
import react from '@vitejs/plugin-react'

const root = import.meta.dirname
const out = process.env['KAODIAN_OUT'] ?? path.join(root, 'dist')

// HQ's page is a build of its own: nothing of it goes into the desktop program
export default defineConfig({
  root: path.join(root, 'renderer/hq'),
  base: './',
  plugins: [react()],
  build: {
    outDir: path.join(out, 'hq'),
    emptyOutDir: true,
    target: 'chrome120',
    // fonts and pictures stay files: the content security policy allows no data: URL
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
  },
})
