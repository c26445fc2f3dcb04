import type { FuseConfig } from '@electron/fuses'
import type { AfterPackContext } from 'electron-builder'

/** Every fuse of the executable, set on purpose. */
export const fuses: FuseConfig

/** Sets the fuses of a packed program. */
export default function afterPack(context: AfterPackContext): Promise<void>
