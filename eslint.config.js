import tseslint from 'typescript-eslint'
import hooks from 'eslint-plugin-react-hooks'

// Taste written down: each rule of our own says in its message why it is there.

const time = [
  ['CallExpression[callee.object.name="Date"][callee.property.name="now"]'],
  ['NewExpression[callee.name="Date"][arguments.length=0]'],
  ['CallExpression[callee.name="Date"]'],
  ['CallExpression[callee.object.name="performance"][callee.property.name="now"]'],
].map(([selector]) => ({
  selector,
  message: 'Time comes in from outside (a Clock), so that a test or a rehearsal can move it; see clock.ts.',
}))

const everywhere = [
  {
    selector: 'CallExpression[callee.object.name="Math"][callee.property.name="random"]',
    message: 'Chance is passed in: seeded in tests and rehearsals, node:crypto for keys and draws.',
  },
  {
    selector: 'JSXAttribute[name.name="dangerouslySetInnerHTML"]',
    message: 'Names and notes are other people’s text: React text only, never HTML.',
  },
  {
    selector: 'AssignmentExpression[left.property.name=/^(innerHTML|outerHTML|srcdoc)$/]',
    message: 'Text never becomes HTML: trusted types would refuse it at run time anyway.',
  },
  {
    selector: 'CallExpression[callee.property.name=/^(insertAdjacentHTML|setHTMLUnsafe|createContextualFragment)$/]',
    message: 'Text never becomes HTML: trusted types would refuse it at run time anyway.',
  },
  {
    selector: 'CallExpression[callee.object.name="document"][callee.property.name=/^write/]',
    message: 'Text never becomes HTML: trusted types would refuse it at run time anyway.',
  },
  {
    selector:
      'CallExpression[callee.property.name=/^(createHash|createHmac|hash|hkdfSync|createCipheriv|createDecipheriv|generateKeyPairSync|generateKeyPair)$/] > Literal.arguments[value=/argon2|^sm[234]|sha3|shake|blake2|ed448|x448|chacha20/i]',
    message: 'Electron’s BoringSSL lacks it: it works in plain Node and fails on the day. See docs/decisions/0024.',
  },
  {
    selector:
      'CallExpression[callee.name=/^(createHash|createHmac|hash|hkdfSync|createCipheriv|createDecipheriv|generateKeyPairSync|generateKeyPair)$/] > Literal.arguments[value=/argon2|^sm[234]|sha3|shake|blake2|ed448|x448|chacha20/i]',
    message: 'Electron’s BoringSSL lacks it: it works in plain Node and fails on the day. See docs/decisions/0024.',
  },
]

const sql = [
  // names of tables and columns chosen in the code may be put in; whatever is computed on the spot may not
  'TemplateLiteral.arguments:first-child > :not(TemplateElement, Identifier, MemberExpression)',
  'BinaryExpression.arguments:first-child[operator="+"]',
].map((part) => ({
  selector: `CallExpression[callee.property.name=/^(prepare|run|one|all)$/] > ${part}`,
  message: 'SQL is text that stands in the code; values go in as parameters.',
}))

const shell = [
  {
    selector: 'MemberExpression[property.name=/^(openExternal|setCertificateVerifyProc|executeJavaScript)$/]',
    message: 'The shell opens nothing outside itself, trusts no odd certificate and runs no text as code.',
  },
  {
    selector: 'CallExpression[callee.property.name="on"] > Literal.arguments[value="certificate-error"]',
    message: 'The shell trusts no odd certificate; the hub’s key is pinned in our own client only.',
  },
  {
    selector: 'NewExpression[callee.name="BrowserWindow"]',
    message: 'Windows are made in electron/window.ts only, with the settings frozen there.',
  },
]

const electronOnly = {
  name: 'electron',
  message: 'Only electron/ knows Electron: every other room also runs under plain Node or in a browser.',
}
const noChild = {
  name: 'node:child_process',
  message: 'The RunAsNode fuse is off in the package: use utilityProcess or a worker.',
}
const banned = (names, message) => names.map((name) => ({ name, importNames: undefined, message }))
// shared/hq and renderer/hq are rooms of their own kind; that nobody there reaches into hq/ is held by test/architecture
const rooms = (list, message) => ({ group: list.map((room) => `**/${room}/**`), message })

const room = (files, { syntax = [], paths = [], patterns = [], ignores = [] }) => ({
  files,
  ignores,
  rules: {
    'no-restricted-syntax': ['error', ...everywhere, ...syntax],
    'no-restricted-imports': [
      'error',
      {
        paths: paths.map(({ importNames, ...rest }) => (importNames === undefined ? rest : { ...rest, importNames })),
        patterns,
      },
    ],
  },
})

const ipcOnce = {
  name: 'electron',
  importNames: ['ipcMain'],
  message: 'Only electron/ipc.ts registers handlers, so that none escapes its check of sender, shape and size.',
}
const bridgeOnce = {
  name: 'electron',
  importNames: ['contextBridge', 'ipcRenderer'],
  message: 'Only electron/preload.ts bridges to the page; it is the whole list of what a page may ask.',
}
const noShellModule = {
  name: 'electron',
  importNames: ['shell'],
  message: 'Nothing is opened outside the program: a link in imported data must not start another one.',
}

export default tseslint.config(
  {
    ignores: [
      'dist',
      'node_modules',
      'release',
      'coverage',
      'data',
      'test/stand-in/*.js',
      '**/*.mjs',
      '**/*.mts',
      '*.js',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error', noInlineConfig: true },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-eval': 'error',
      'no-new-func': 'error',
      '@typescript-eslint/no-implied-eval': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/require-await': 'off',
      // our objects are made by functions and use no `this`; names are spread into characters on purpose
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-misused-spread': ['error', { allow: [{ from: 'lib', name: 'string' }, 'string'] }],
    },
  },
  room(['shared/**/*.ts'], {
    syntax: time,
    paths: [
      electronOnly,
      ...banned(['react', 'better-sqlite3'], 'shared/ is the exam itself, pure: it runs anywhere.'),
    ],
    patterns: [
      { group: ['node:*'], message: 'shared/ is pure: no Node, no DOM, no Electron.' },
      rooms(['db', 'exchange', 'station', 'electron', 'renderer', 'test', 'tools'], 'shared/ imports no other room.'),
    ],
  }),
  room(['db/**/*.ts'], {
    syntax: [...time, ...sql],
    paths: [electronOnly],
    patterns: [rooms(['exchange', 'station', 'electron', 'renderer', 'hq', 'test', 'tools'], 'db/ knows shared/ only.')],
  }),
  room(['station/**/*.ts'], {
    syntax: time,
    paths: [electronOnly],
    patterns: [rooms(['electron', 'renderer', 'hq', 'test', 'tools'], 'station/ knows shared/, db/ and exchange/ only.')],
  }),
  room(['exchange/**/*.ts'], {
    ignores: ['exchange/clock.ts'],
    syntax: time,
    paths: [electronOnly],
    patterns: [rooms(['station', 'electron', 'renderer', 'hq', 'test', 'tools'], 'exchange/ knows shared/ and db/envelope only.')],
  }),
  room(['exchange/clock.ts'], { paths: [electronOnly] }),
  room(['hq/**/*.ts'], {
    syntax: time,
    paths: [electronOnly],
    patterns: [rooms(['station', 'electron', 'renderer', 'test', 'tools'], 'hq/ knows shared/ and exchange/ only.')],
  }),
  room(['renderer/**/*.{ts,tsx}'], {
    ignores: ['renderer/clock.ts'],
    syntax: time,
    paths: [electronOnly],
    patterns: [
      { group: ['node:*'], message: 'The page has no Node.' },
      rooms(['db', 'exchange', 'station', 'electron', 'test', 'tools'], 'renderer/ knows shared/ only.'),
    ],
  }),
  room(['electron/**/*.ts'], {
    ignores: ['electron/ipc.ts', 'electron/preload.ts', 'electron/window.ts'],
    syntax: [...time, ...shell],
    paths: [noChild, ipcOnce, bridgeOnce, noShellModule],
  }),
  room(['electron/ipc.ts'], { syntax: [...time, ...shell], paths: [noChild, bridgeOnce, noShellModule] }),
  room(['electron/window.ts'], {
    syntax: [...time, ...shell.slice(0, 2)],
    paths: [noChild, ipcOnce, bridgeOnce, noShellModule],
  }),
  room(['electron/preload.ts'], {
    syntax: [...time, ...shell],
    patterns: [{ regex: '^(?!electron$|\\.\\./shared/)', message: 'A sandboxed preload can require electron only.' }],
  }),
  room(['test/**/*.{ts,tsx}', 'tools/**/*.ts', '*.ts'], {}),
  {
    files: ['renderer/**/*.{ts,tsx}'],
    ...hooks.configs.flat.recommended,
    // the React compiler, whose needs these two state, is not used; keeping the latest callback in a ref is on purpose
    rules: {
      ...hooks.configs.flat.recommended.rules,
      'react-hooks/incompatible-library': 'off',
      'react-hooks/refs': 'off',
    },
  },
)
