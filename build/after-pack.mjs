// electron-builder calls this when a package's folder is complete: the switches inside the executable that would let
// somebody run other code with our name and keys are turned off, and a switch we do not know yet stops the build.
import path from 'node:path'
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses'

export const fuses = {
  version: FuseVersion.V1,
  strictlyRequireAllFuses: true,
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  [FuseV1Options.WasmTrapHandlers]: true,
}

export default async function afterPack(context) {
  const { executableName, appInfo } = context.packager
  const name = context.electronPlatformName === 'win32' ? `${appInfo.productFilename}.exe` : executableName
  await flipFuses(path.join(context.appOutDir, name), fuses)
}
