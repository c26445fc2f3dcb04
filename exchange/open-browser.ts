import { spawn } from 'node:child_process'

/** Shows an address of our own in the person's browser, without a shell; says nothing when there is no desktop. */
export function openBrowser(url: string): void {
  const { platform, env } = process
  if (platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return
  const [program, ...args] =
    platform === 'win32'
      ? ['rundll32.exe', 'url.dll,FileProtocolHandler', url]
      : platform === 'darwin'
        ? ['open', url]
        : ['xdg-open', url]
  const child = spawn(program, args, { detached: true, stdio: 'ignore', shell: false })
  child.on('error', () => undefined)
  child.unref()
}
