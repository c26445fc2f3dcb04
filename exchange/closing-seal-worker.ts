import { parentPort, workerData } from 'node:worker_threads'
import { Encrypter } from 'age-encryption'

// Turning a passphrase into a key takes a second of nothing else; it is done here, while the station answers the desks.

const { plain, passphrase } = workerData as { plain: Uint8Array<ArrayBuffer>; passphrase: string }
const encrypter = new Encrypter()
encrypter.setPassphrase(passphrase)
const sealed = await encrypter.encrypt(plain)
parentPort?.postMessage(sealed)
