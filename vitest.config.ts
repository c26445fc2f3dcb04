import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

// KAODIAN_DEEP=1 (npm run test:deep) lets property tests and kill tests run ten times as long
const deep = process.env['KAODIAN_DEEP'] === '1'
const slow = deep ? 900_000 : 60_000
// Vitest leaves one processor free: on a build server with two that is half of them
const maxWorkers = availableParallelism()

export default defineConfig({
  test: {
    reporters: ['default', './test/closing-line.ts'],
    passWithNoTests: false,
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          maxWorkers,
          include: ['test/**/*.test.ts'],
          exclude: ['test/{stories,e2e,packaging,hq}/**', '**/node_modules/**'],
          testTimeout: deep ? slow : 30_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'hq',
          environment: 'node',
          maxWorkers,
          include: ['test/hq/**/*.test.ts'],
          globalSetup: ['test/hq/postgres-setup.ts'],
          testTimeout: slow,
          hookTimeout: slow,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'stories',
          environment: 'node',
          maxWorkers,
          include: ['test/stories/**/*.test.ts'],
          testTimeout: slow,
          hookTimeout: slow,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'packaging',
          environment: 'node',
          include: ['test/packaging/**/*.test.ts'],
          testTimeout: slow,
          hookTimeout: slow,
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
      {
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['test/e2e/**/*.e2e.test.ts'],
          testTimeout: slow,
          hookTimeout: slow,
          maxWorkers: Math.min(2, maxWorkers),
          sequence: { groupOrder: 4 },
        },
      },
    ],
  },
})
