/** Writes docs/rule-pack.schema.json from the schema the program reads packs with: `node tools/write-pack-schema.ts`. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { packJsonSchema } from './pack-json-schema.ts'

writeFileSync(path.join(import.meta.dirname, '../docs/rule-pack.schema.json'), packJsonSchema())
