import { protocol, type Session } from 'electron'
import { answerPage, pageFiles } from './page-files.ts'

/** Makes `app:` an origin like https, before the program is ready. No service workers, no CSP bypass, no foreign fetch. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

/** Serves the built page under `app://ui/` to this session only; the schemes of the wide world answer nothing. */
export function servePage(session: Session, folder: string): void {
  session.protocol.handle('app', answerPage(pageFiles(folder)))
  for (const scheme of ['file', 'http', 'https'])
    session.protocol.handle(scheme, () => new Response('refused', { status: 403 }))
}
