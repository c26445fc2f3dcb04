// Writes docs/formats/vectors/exchange.json anew: `node tools/write-exchange-vectors.ts` after a format has changed.
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { generateIdentity, identityToRecipient } from 'age-encryption'
import { newCode } from '../exchange/card.ts'
import { seededChance } from '../exchange/chance.ts'
import { exchangeVectors, vectorStation } from '../test/exchange/exchange-vectors.ts'
import { courierOf, enrolOf } from '../test/hq/carried-files.ts'

const identity = await generateIdentity()
const recipient = await identityToRecipient(identity)
const station = vectorStation()
const enrol = await enrolOf(station, newCode(seededChance('vector card')))
const file = await courierOf(station, [station.page(1, 1), station.page(2, 3)], [recipient], enrol)
const vectors = { ...exchangeVectors(), courier: { identity, recipient, pages: 2, facts: 3, file: file.toString('base64') } }
writeFileSync(path.resolve(import.meta.dirname, '../docs/formats/vectors/exchange.json'), `${JSON.stringify(vectors, null, 2)}\n`)
