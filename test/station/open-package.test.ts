import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { packNamed } from '../../shared/pack-catalogue.ts'
import { rehearsalRoster } from '../../shared/rehearsal-roster.ts'
import { factsOfType } from '../../db/journey.ts'
import { newCode } from '../../exchange/card.ts'
import { seededChance } from '../../exchange/chance.ts'
import { writePackage, type ExamPackage } from '../../exchange/package.ts'
import { webStation, type Json } from './web-station.ts'

const rehearsal = packNamed('shenzhen-2023')!
const pack = { ...rehearsal, id: 'live-copy', rehearsal: false }
const roster = rehearsalRoster({ pack, rehearsal: 'live-copy', count: 30, seed: 3 })
const content: ExamPackage = { exam: '2026 年招聘', venue: '第三考点', pack, roster, photos: new Map() }
const issuer = generateKeyPairSync('ed25519').privateKey
const chief = { name: '张主考', pin: '480315' }
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
const refusedAs = (answer: { body: Json }) => (answer.body['refused'] as Json | undefined)?.['reason']

test('an exam package is looked at without storing anything, then opened with its first chief', async () => {
  const station = await webStation({ rehearsal: null })
  const bytes = base64(await writePackage(content, issuer))
  expect((await station.call('venue.previewPackage', { bytes })).body).toMatchObject({
    ok: true,
    venue: '第三考点',
    candidates: 30,
    sealed: false,
    holes: [],
  })
  expect((await station.call('venue.state')).body).toMatchObject({ state: 'empty' })
  const cmd = station.cmd()
  const opened = await station.call('venue.openPackage', { cmd, bytes, chief })
  expect(opened.body).toEqual({ ok: true, candidates: 30, operator: 'chief-1' })
  expect((await station.call('venue.openPackage', { cmd, bytes, chief })).body).toEqual(opened.body)
  expect(refusedAs(await station.call('venue.openPackage', { cmd: station.cmd(), bytes, chief }))).toBe('venue_exists')
  expect(refusedAs(await station.call('venue.previewPackage', { bytes }))).toBe('venue_exists')
  expect((await station.call('venue.state')).body).toMatchObject({
    state: 'ready',
    mode: 'live',
    name: '第三考点',
    candidates: 30,
  })
  expect(factsOfType(station.station.inside.venue!.db, 'roster.imported')[0]?.fact.body).toMatchObject({
    count: 30,
    source: expect.stringMatching(/^package /) as string,
  })
})

test('a changed, sealed, practice or badly begun package opens nothing', async () => {
  const station = await webStation({ rehearsal: null })
  const good = await writePackage(content, issuer)
  const open = (bytes: Uint8Array, more: Json = {}) =>
    station.call('venue.openPackage', { cmd: station.cmd(), bytes: base64(bytes), chief, ...more })
  const changed = Uint8Array.from(good)
  changed[changed.length >> 1]! ^= 1
  expect(['package_unreadable', 'package_signature']).toContain(refusedAs(await open(changed)))
  const sealed = await writePackage(content, issuer, { passphrase: '四个字的口令', workFactor: 12 })
  expect(refusedAs(await open(sealed))).toBe('package_passphrase')
  expect(refusedAs(await open(await writePackage({ ...content, pack: rehearsal }, issuer)))).toBe('pack_invalid')
  expect(refusedAs(await open(good, { chief: { name: '张', pin: '111111' } }))).toBe('pin_weak')
  expect((await station.call('venue.state')).body).toMatchObject({ state: 'empty' })
  expect((await open(sealed, { passphrase: '四个字的口令' })).body).toMatchObject({ ok: true })
})

test('a package sealed to a card opens with its code however it was typed, and begins the venue with its stations and accounts', async () => {
  const code = newCode(seededChance('card'))
  const operators = [
    { operator: 'wuhan-chief', name: '张主考', roles: ['chief' as const] }, { operator: 'desk-1', name: '王报到', roles: ['checkin' as const] },
  ]
  const named = { ...content, venue: 'v-17', version: 1, hq: { address: 'https://hq.example' }, stations: ['北门台', '南门台'], operators }
  const bytes = base64(await writePackage(named, issuer, { passphrase: code, workFactor: 10 }))
  const station = await webStation({ rehearsal: null })
  const preview = async (passphrase: string) => (await station.call('venue.previewPackage', { bytes, passphrase })).body
  const forms = [code, code.toLowerCase(), code.replaceAll('-', ''), code.replaceAll('-', ' '), code.replaceAll('0', 'o').replaceAll('1', 'l'), ` ${code.replaceAll('-', '－')} `]
  for (const typed of forms) expect(await preview(typed), typed).toMatchObject({ ok: true, version: 1, stations: ['北门台', '南门台'], operators: [{ name: '张主考' }, { name: '王报到' }] })
  expect(refusedAs({ body: await preview(`${code.slice(0, -1)}${code.endsWith('Z') ? 'Y' : 'Z'}`) })).toBe('package_passphrase')
  const opened = await station.call('venue.openPackage', { cmd: station.cmd(), bytes, passphrase: code.toLowerCase(), chief })
  expect(opened.body).toEqual({ ok: true, candidates: 30, operator: 'wuhan-chief' })
  const venue = station.station.inside.venue!
  // facts carry HQ's id of the venue, people read its name
  expect([venue.venue, venue.exam, venue.name, venue.stationName]).toEqual(['v-17', '2026 年招聘', pack.venue.name.zh, '北门台'])
  expect(venue.operators().map(({ operator, roles }) => [operator, ...roles])).toEqual([['desk-1', 'checkin'], ['wuhan-chief', 'chief']])
  expect(refusedAs(await station.call('operators.signIn', { operator: 'desk-1', pin: '480315' }))).toBe('pin_not_set')
  const token = String((await station.call('operators.signIn', { operator: 'wuhan-chief', pin: '480315' })).body['token'])
  // nobody without a PIN vouches for anything
  const second = { operator: 'desk-1', pin: '480315' }
  expect(refusedAs(await station.call('operators.checkSecond', { second }, token))).toBe('pin_not_set')
})
