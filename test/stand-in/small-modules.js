import { guard, tell } from './guard.js'

// what the test answers to dialogs, in the order they will open
const answers = { open: [], save: [], box: [], print: [] }
process.on('message', (message) => {
  if (message?.t === 'answer') answers[message.kind].push(message.value)
})

const dialogue =
  (kind, none) =>
  (...given) => {
    tell({ t: 'dialog', kind, options: given.at(-1) })
    return Promise.resolve(answers[kind].shift() ?? none)
  }

export const dialog = guard('dialog', {
  showOpenDialog: dialogue('open', { canceled: true, filePaths: [] }),
  showSaveDialog: dialogue('save', { canceled: true, filePath: '' }),
  showMessageBox: dialogue('box', { response: 0, checkboxChecked: false }),
  showErrorBox: (title, content) => tell({ t: 'dialog', kind: 'error', options: { title, content } }),
})

export const printAnswer = () => answers.print.shift() ?? { done: true, reason: '' }

const mark = Buffer.from('standin-sealed:')
export const safeStorage = guard('safeStorage', {
  isAsyncEncryptionAvailable: () => Promise.resolve(process.env.STANDIN_KEYRING !== 'none'),
  getSelectedStorageBackend: () => process.env.STANDIN_KEYRING ?? 'gnome_libsecret',
  encryptStringAsync: (text) => Promise.resolve(Buffer.concat([mark, Buffer.from(text).map((byte) => byte ^ 0x5a)])),
  decryptStringAsync: (sealed) => {
    if (!sealed.subarray(0, mark.length).equals(mark))
      return Promise.reject(new Error('Error while decrypting the ciphertext'))
    return Promise.resolve({
      shouldReEncrypt: false,
      result: Buffer.from(sealed.subarray(mark.length).map((byte) => byte ^ 0x5a)).toString(),
    })
  },
})

export const Menu = guard('Menu', {
  setApplicationMenu: (menu) => {
    if (menu !== null) throw new Error('stand-in: the program has no menus')
  },
})

export const shell = guard('shell', {})
