/**
 * The command line as `parse` reads it. `--help` prints the usage and ends with 0; what is not understood is named above
 * the usage and ends with 2.
 */
export function understood<T>(usage: string, parse: () => T): T {
  if (process.argv.includes('--help')) {
    process.stdout.write(`${usage}\n`)
    process.exit(0)
  }
  try {
    return parse()
  } catch (error) {
    process.stderr.write(`看不懂的参数：${error instanceof Error ? error.message : ''}\n${usage}\n`)
    return process.exit(2)
  }
}
