declare global {
  var __zod_globalConfig: { jitless?: boolean } | undefined
}

// the schemas would try out `new Function` once, which the content security policy refuses and reports
globalThis.__zod_globalConfig = { jitless: true }
export {}
