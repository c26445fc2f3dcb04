import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'

/** Where a rehearsal keeps the key that headquarters would have; a live venue has no such file. */
export const practiceHqFile = 'practice-hq-key.txt'

/**
 * Makes a practice HQ key and writes its identity into the data folder; answers the recipient to seal to. It lies beside
 * the packages it opens, which is why it exists for rehearsals only.
 */
export async function makePracticeHq(folder: string): Promise<string> {
  const identity = await generateX25519Identity()
  const recipient = await identityToRecipient(identity)
  const file = path.join(folder, practiceHqFile)
  // one left by a set-up that was cut off opens nothing
  rmSync(file, { force: true })
  const about = '# 演练用的总部密钥，只用于打开本演练的收场包；正式考试没有这个文件。 Practice HQ key of this rehearsal only.'
  writeFileSync(file, `${about}\n# ${recipient}\n${identity}\n`, { mode: 0o600, flag: 'wx' })
  return recipient
}
