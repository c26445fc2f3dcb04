import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { rawPublicKey } from '../../db/envelope.ts'
import type { Db } from '../../db/open.ts'
import { packNamed } from '../../shared/pack-catalogue.ts'
import { rehearsalRoster } from '../../shared/rehearsal-roster.ts'
import type { Candidate } from '../../shared/roster.ts'
import { writePackage, type ExamPackage } from '../../exchange/package.ts'
import type { RunningVenue } from '../../station/running-venue.ts'
import { StandInHq } from './stand-in-hq.ts'
import { webStation, type Json, type WebStation } from './web-station.ts'

export const names = { exam: 'r-2026', venue: 'v-north' }
export const pin = '480315'
const rehearsal = packNamed('shenzhen-2023')!
export const pack = { ...rehearsal, id: 'live-copy', rehearsal: false }
export const roster: Candidate[] = rehearsalRoster({ pack, rehearsal: 'live-copy', count: 30, seed: 3 })

export interface HqStation extends WebStation {
  chief: string
  venue(): RunningVenue
  db(): Db
  /** `count` facts of no weight, as a day would bring them. */
  record(count: number): void
  /** What `sync.state` says. */
  state(): Promise<Json>
  enrol(code: string): Promise<Json>
}

/** A live venue on a folder of its own whose exam package names an HQ at `address` with this key. */
export async function hqStation(given: { address: string; issuer: KeyObject; content?: Partial<ExamPackage>; folder?: string }): Promise<HqStation> {
  const content: ExamPackage = { ...names, pack, roster, photos: new Map(), version: 1, hq: { address: given.address }, ...given.content }
  const web = await webStation({ rehearsal: null, ...(given.folder !== undefined && { folder: given.folder }) })
  const bytes = Buffer.from(await writePackage(content, given.issuer)).toString('base64')
  const opened = await web.call('venue.openPackage', { cmd: web.cmd(), bytes, chief: { name: '张主考', pin } })
  if (opened.body['ok'] !== true) throw new Error(`the venue did not open: ${JSON.stringify(opened.body)}`)
  const { body } = await web.call('operators.signIn', { operator: 'chief-1', pin })
  const chief = String(body['token'])
  const venue = (): RunningVenue => web.station.inside.venue!
  return {
    ...web, chief, venue,
    db: () => venue().db,
    record: (count) => {
      venue().ledger.appendAll(
        Array.from({ length: count }, () => ({ type: 'station.named', body: { name: '北门台' }, by: 'chief-1', cmd: venue().newCommand() })),
      )
    },
    state: async () => (await web.call('sync.state', {}, chief)).body,
    enrol: async (code) => (await web.call('sync.enrol', { cmd: web.cmd(), card: code }, chief)).body,
  }
}

/** A stand-in HQ that runs, and a venue that was opened with its package. */
export async function withStandIn(content: Partial<ExamPackage> = {}): Promise<{ hq: StandInHq; station: HqStation; address: string }> {
  const hq = new StandInHq(names)
  const address = await hq.start()
  return { hq, address, station: await hqStation({ address, issuer: hq.signing, content }) }
}

/** A key that is not the HQ's. */
export const foreignKey = (): KeyObject => generateKeyPairSync('ed25519').privateKey
export { rawPublicKey }

/** Waits until something is true, looking often; throws after ten seconds. */
export async function until(true_: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    if (await true_()) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`never: ${what}`)
}
