import { z } from 'zod'
import type { FileKind } from '../shared/shell.ts'

// File names come from the page: a plain name, no folders, nothing a file system could read as a device or a path.
const fileName = z
  .string()
  .min(1)
  .max(120)
  .regex(/^[^\\/:*?"<>|\p{Cc}]+$/u)
  .refine((name) => !name.startsWith('.') && !name.endsWith('.'))

const fileKinds = ['sheet', 'package', 'pack', 'psych', 'backup'] as const satisfies readonly FileKind[]

/** Every message the page may send to the shell, with its exact shape; the exam's own calls go over the port instead. */
export const channels = {
  connect: { name: 'kaodian:connect', input: z.undefined() },
  print: { name: 'kaodian:print', input: z.undefined() },
  savePdf: { name: 'kaodian:save-pdf', input: z.strictObject({ name: fileName }) },
  openFile: { name: 'kaodian:open-file', input: z.strictObject({ kind: z.enum(fileKinds) }) },
  saveFile: {
    name: 'kaodian:save-file',
    input: z.strictObject({ name: fileName, bytes: z.instanceof(Uint8Array) }),
    limit: 16_000_000,
  },
} as const
