import type { Reporter, TestModule } from 'vitest/node'

/**
 * Prints the closing line `N passed, N failed` after everything else. Steps that `run.mjs` ran before the tests and that
 * failed (names, comma-separated, in KAODIAN_FAILED_STEPS) count as failures, and so does a test file that cannot load.
 */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state))
    const count = (state: string): number => states.filter((each) => each === state).length
    // a beforeAll that failed takes its tests along as skipped, so the group itself counts
    const groups = modules
      .flatMap((module) => [...module.children.allSuites()])
      .filter((group) => group.errors().length > 0)
    const broken = modules.filter((module) => module.errors().length > 0).length + groups.length + errors.length
    const steps = (process.env['KAODIAN_FAILED_STEPS'] ?? '').split(',').filter((step) => step !== '')
    const line = `${String(count('passed'))} passed, ${String(count('failed') + broken + steps.length)} failed`
    const skipped = count('skipped')
    // after the default reporter's own summary, which is written in the same hook
    process.once('exit', () => {
      if (steps.length > 0) process.stdout.write(`\nfailed before the tests: ${steps.join(', ')}`)
      process.stdout.write(`\n${line}${skipped > 0 ? `, ${String(skipped)} skipped` : ''}\n`)
    })
  }
}
