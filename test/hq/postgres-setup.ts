import type { TestProject } from 'vitest/node'
import { startPostgres } from '../../tools/embedded-postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of the test run's PostgreSQL server, database `postgres`. */
    postgres: string
  }
}

/** One PostgreSQL for the whole run of HQ's tests; every test takes a database of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres()
  project.provide('postgres', await server.freshDatabase())
  return () => server.stop()
}
