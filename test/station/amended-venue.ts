import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { packNamed } from '../../shared/pack-catalogue.ts'
import type { RulePack } from '../../shared/pack-schema.ts'
import type { Candidate } from '../../shared/roster.ts'
import { momentOf } from '../../shared/venue-time.ts'
import { readPackage, writePackage, type ExamPackage } from '../../exchange/package.ts'
import { person } from './practice-venue.ts'
import { webStation, type Json, type WebStation } from './web-station.ts'

export const am = '0609-am'
export const pm = '0609-pm'

export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

/** A live copy of the practice pack and its roster: eight due in the morning, four in the afternoon. */
export function firstContent(): { pack: RulePack; roster: Candidate[] } {
  const pack: RulePack = { ...structuredClone(packNamed('shenzhen-2023')!), id: 'live-copy', rehearsal: false }
  const roster = Array.from({ length: 12 }, (_, at) =>
    person(at + 1, at < 8 ? { sex: at % 2 === 0 ? 'M' : 'F' } : { sex: at % 2 === 0 ? 'M' : 'F', post: 'Y002', sessions: [pm] }))
  return { pack, roster }
}

/** Packages of one HQ, each the next version of the one before. */
export function makeIssuer(key: KeyObject = generateKeyPairSync('ed25519').privateKey) {
  let [version, before] = [0, '']
  const issue = async (change: (content: { pack: RulePack; roster: Candidate[] }) => void = () => undefined, more: Partial<ExamPackage> = {}): Promise<Uint8Array> => {
    const content = firstContent()
    change(content)
    version += 1
    const bytes = await writePackage({
      exam: 'exam-1', venue: 'venue-1', ...content, photos: new Map(), version, hq: { address: 'https://hq.example' },
      ...(before === '' ? {} : { replaces: before }), ...more,
    }, key)
    const read = await readPackage(bytes)
    if (!read.ok) throw new Error(`the package does not read: ${read.reason}`)
    before = read.hash
    return bytes
  }
  return { key, issue }
}

export interface AmendedVenue extends WebStation {
  issue: ReturnType<typeof makeIssuer>['issue']
  chief: string
  second: { operator: string; pin: string }
  /** Calls as the chief. */
  ask(method: string, input?: Json): Promise<Json>
  preview(bytes: Uint8Array): Promise<Json>
  take(bytes: Uint8Array, more?: Json): Promise<Json>
  admit(n: number): Promise<string>
}

/** A live venue opened from the first package at 07:50 of its day, with a chief and a second one signed in or ready. */
export async function amendedVenue(options: { folder?: string; page?: string } = {}): Promise<AmendedVenue> {
  const station = await webStation({ rehearsal: null, ...options })
  const { issue } = makeIssuer()
  const clock = station.clock
  clock.shiftWall(momentOf('2023-06-09', '07:50', '+08:00') - clock.now())
  const opened = await station.call('venue.openPackage', { cmd: station.cmd(), bytes: base64(await issue()), chief: { name: '张主考', pin: '480315' } })
  const signIn = async (operator: string, pin: string): Promise<string> => String((await station.call('operators.signIn', { operator, pin })).body['token'])
  const chief = await signIn(String(opened.body['operator']), '480315')
  const ask = async (method: string, input: Json = {}): Promise<Json> => (await station.call(method, input, chief)).body
  const added = await ask('operators.add', { cmd: station.cmd(), name: '李监督', roles: ['supervisor'], pin: '260917' })
  const second = { operator: String(added['operator']), pin: '260917' }
  const preview = (bytes: Uint8Array): Promise<Json> => ask('venue.previewAmendment', { bytes: base64(bytes) })
  return {
    ...station, issue, chief, second, ask, preview,
    take: async (bytes, more = {}) => {
      const seen = (await preview(bytes))['amendment'] as { hash: string } | undefined
      return ask('venue.takeAmendment', { cmd: station.cmd(), bytes: base64(bytes), hash: seen?.hash ?? '0'.repeat(64), second, ...more })
    },
    admit: async (n) => {
      const answer = await ask('checkIn.admit', {
        cmd: station.cmd(), session: am, candidate: person(n).id, documents: { idCard: true, ticket: true }, tag: String(n), consent: true,
      })
      if (answer['ok'] !== true) throw new Error(JSON.stringify(answer))
      return String(answer['fact'])
    },
  }
}
