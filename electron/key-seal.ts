import { safeStorage } from 'electron'
import type { Keeper } from '../station/keys.ts'

/** Why this machine cannot keep a key: no keyring at all, or one that only pretends. */
export type SealRefusal = 'no_keyring' | 'plain_text_keyring'

/**
 * Seals the key file by the operating system (DPAPI, libsecret, kwallet). Chromium's `basic_text` on a Linux desktop
 * without a keyring is a fixed password in public source: refused, except in a rehearsal, whose data are invented.
 */
export async function openKeySeal({ rehearsal }: { rehearsal: boolean }): Promise<Keeper | SealRefusal> {
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return 'no_keyring'
  if (process.platform === 'linux' && !rehearsal) {
    const backend = safeStorage.getSelectedStorageBackend()
    if (backend === 'basic_text' || backend === 'unknown') return 'plain_text_keyring'
  }
  return {
    kept: 'sealed',
    seal: async (secret) =>
      new Uint8Array(await safeStorage.encryptStringAsync(Buffer.from(secret).toString('base64'))),
    unseal: async (sealed) => {
      const { result } = await safeStorage.decryptStringAsync(Buffer.from(sealed))
      return new Uint8Array(Buffer.from(result, 'base64'))
    },
  }
}
