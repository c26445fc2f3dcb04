/**
 * What the desktop window offers its page as `window.kaodian`, and nothing else; absent on the web face, where the page
 * uses the browser's own printing, file field and download instead.
 */
export interface Shell {
  readonly face: 'window'
  readonly platform: string
  /** The program's version, e.g. `0.1.0`. */
  readonly version: string
  /**
   * Asks for a line to the station. The port arrives as a `message` event of the window whose data is `portMessage` and
   * whose only port speaks the contract; each call brings a new one. Listen first, then ask.
   */
  openPort(): void
  /** Prints the page as its print styles show it, after the system's own dialog. */
  print(): Promise<'printed' | 'cancelled'>
  /** Writes the page's print view as a PDF where the operator says. */
  savePdf(name: string): Promise<'saved' | 'cancelled'>
  /** Lets the operator choose one file of a kind; its name without folders, its bytes (at most 64 MB). */
  openFile(kind: FileKind): Promise<ChosenFile | 'cancelled' | 'too_large'>
  /** Writes bytes (at most 16 MB) where the operator says. */
  saveFile(name: string, bytes: Uint8Array): Promise<'saved' | 'cancelled'>
}

export type FileKind = 'sheet' | 'package' | 'pack' | 'psych' | 'backup'

export interface ChosenFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** The property of `window` that holds the shell. */
export const shellKey = 'kaodian'

/** The `data` of the message event that brings the page its port. */
export const portMessage = 'kaodian-port'

/** The one origin the window shows, and its first page. */
export const pageOrigin = 'app://ui'
export const pageAddress = 'app://ui/index.html'
