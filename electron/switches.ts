import { app } from 'electron'

// Anything here would let somebody at the keyboard read or steer the program from outside (debugger, extension, redirect).
const forbidden =
  /^--?(inspect|remote-debugging|remote-allow|js-flags|load-extension|host-rules|host-resolver-rules|proxy|user-agent|no-sandbox|disable-web-security|ignore-certificate)/i

/** The first argument that a packaged program refuses to run with, if any. */
export const forbiddenSwitch = (argv: readonly string[]): string | undefined =>
  argv.find((each) => forbidden.test(each))

/** Ends a packaged program that was started with a debugging or redirecting switch, before anything is opened. */
export function refuseDebugging(argv: readonly string[], environment: NodeJS.ProcessEnv): void {
  if (!app.isPackaged) return
  const names = [
    'inspect',
    'inspect-brk',
    'remote-debugging-port',
    'remote-debugging-pipe',
    'js-flags',
    'load-extension',
    'host-rules',
  ]
  if (
    forbiddenSwitch(argv) !== undefined ||
    names.some((name) => app.commandLine.hasSwitch(name)) ||
    environment['NODE_OPTIONS']
  )
    app.exit(78)
}
