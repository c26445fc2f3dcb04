import { session, type Session } from 'electron'
import { pageOrigin } from '../shared/shell.ts'

/** True for what the page may load: its own files, and pictures or downloads it made itself. */
export const mayLoad = (url: string): boolean =>
  url.startsWith(`${pageOrigin}/`) || url.startsWith(`blob:${pageOrigin}/`)

/** True for the one thing the page may ask of the machine: the camera, for the photo of a doubtful case (规则 §4). */
export const mayUse = (permission: string, origin: string, media: readonly string[]): boolean =>
  permission === 'media' &&
  origin.replace(/\/$/, '') === pageOrigin &&
  media.length > 0 &&
  media.every((kind) => kind === 'video')

/**
 * The page's session: in memory (no `persist:`), so that names and photos never reach Chromium's own folders; every
 * permission refused but the camera; every request refused but to our own files.
 */
export function openPageSession(): Session {
  const own = session.fromPartition('kaodian', { cache: false })
  // null first: what an older build granted is asked again
  own.setPermissionRequestHandler(null)
  own.setPermissionRequestHandler((contents, permission, answer, details) => {
    const media = 'mediaTypes' in details ? (details.mediaTypes ?? []) : []
    const main = contents.mainFrame as Electron.WebFrameMain | null
    answer(mayUse(permission, main?.origin ?? '', media))
  })
  own.setPermissionCheckHandler((_contents, permission, origin, details) =>
    mayUse(permission, origin, details.mediaType === undefined ? [] : [details.mediaType]),
  )
  own.setDevicePermissionHandler(() => false)
  own.setDisplayMediaRequestHandler(null)
  own.setSpellCheckerEnabled(false)
  own.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !mayLoad(details.url) }))
  own.on('will-download', (event, item) => {
    if (!mayLoad(item.getURL())) event.preventDefault()
  })
  return own
}
