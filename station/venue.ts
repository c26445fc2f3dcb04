import { refuse, type Refused } from '../shared/api/answer.ts'
import { amendmentMethods } from './amendment.ts'
import { packNamed, rehearsalNames, shippedPacks } from '../shared/pack-catalogue.ts'
import { packHoles } from '../shared/pack-holes.ts'
import type { RulePack } from '../shared/pack-schema.ts'
import { rehearsalRoster } from '../shared/rehearsal-roster.ts'
import type { Candidate } from '../shared/roster.ts'
import { momentOf } from '../shared/venue-time.ts'
import { countCandidates } from '../db/roster.ts'
import { holeErrors, packOfText, shippedText } from '../shared/pack-reading.ts'
import { restoreFromHq } from './hq-restore.ts'
import { pinWeakness } from './pin-strength.ts'
import { pinCost } from './pins.ts'
import { makePracticeHq } from './closing-practice.ts'
import { practiceAccounts, type NewAccount } from './practice-accounts.ts'
import { prepareVenue, type NewVenue } from './prepare-venue.ts'
import type { PackageOperator } from '../exchange/package.ts'
import { readSheet } from '../exchange/sheets/sheet.ts'
import { readRoster, withOpaqueIds } from '../exchange/sheets/sheet-roster.ts'
import { signedInCall, type Call, type StationMethods } from './station-methods.ts'
import { idleMinutes } from './tokens.ts'
import { packageToOpen, previewPackage, venueTitle } from './venue-package.ts'

/** Minutes after the start of the first check-in window at which a rehearsal begins: people are already in the queue. */
const minutesIntoWindow = 5

/** The one chief a live venue begins with; everybody else is added on screen. */
const firstChief = 'chief-1'

const text = (pack: RulePack): Pick<NewVenue, 'pack' | 'packText'> => ({ pack, packText: shippedText(pack.id) })

/** Opens a venue in the empty folder, all or nothing. */
async function open(call: Call, plan: Omit<NewVenue, 'program'>): Promise<void> {
  const { inside } = call
  await inside.adopt((folder) => prepareVenue(folder, { ...plan, program: inside.program }, inside))
}

/** A venue is opened once; the same command sent again is told what it did. */
function openedBy(call: Call, cmd: string): 'nothing' | 'this' | 'another' {
  if (call.venue === null) return 'nothing'
  return call.venue.ledger.heldByCommand(cmd).length > 0 ? 'this' : 'another'
}

/** What a live set-up answers when there is a venue already; null when there is none. */
function openedBefore(call: Call, cmd: string): { ok: true; candidates: number; operator: string } | Refused | null {
  if (call.venue === null) return null
  if (openedBy(call, cmd) === 'another' || call.venue.mode !== 'live') return refuse('venue_exists')
  // of the accounts that set-up made the first one is the chief's
  const first = call.venue.ledger.heldByCommand(cmd).flatMap((fact) => (fact.type === 'operator.added' ? [fact.body.operator] : []))[0]
  return { ok: true, candidates: countCandidates(call.venue.db), operator: first ?? firstChief }
}

function chiefAccount({ name, pin }: { name: string; pin: string }): NewAccount | Refused {
  const weak = pinWeakness(pin)
  return weak === null ? { operator: firstChief, name, roles: ['chief'], pin } : refuse('pin_weak', { why: weak })
}

/** The chief at the keyboard is the one the package names, by name; somebody else gets an id that is free in it. */
function chiefNamed(account: NewAccount, named: readonly PackageOperator[]): NewAccount {
  const same = named.find(({ name, roles }) => name === account.name && roles.includes('chief'))
  if (same !== undefined) return { ...account, operator: same.operator, roles: [...same.roles] }
  const taken = new Set(named.map(({ operator }) => operator))
  let operator = account.operator
  for (let n = 2; taken.has(operator); n += 1) operator = `chief-${String(n)}`
  return { ...account, operator }
}

/** A live venue's pack: sound, no practice copy, no hole for this roster. */
function livePack(
  packText: string,
  candidates: readonly Candidate[] | null,
): { pack: RulePack; packText: string } | Refused {
  const read = packOfText(packText)
  if (!read.ok)
    return refuse('pack_invalid', { path: read.errors[0]?.path ?? '', message: read.errors[0]?.message.zh ?? '' })
  if (read.pack.rehearsal)
    return refuse('pack_invalid', { path: 'rehearsal', message: '演练用的规则包不能用于正式考试' })
  const hole = candidates === null ? undefined : packHoles(read.pack, candidates)[0]
  if (hole !== undefined) return refuse('pack_has_holes', { path: hole.path, detail: hole.detail })
  return { pack: read.pack, packText: read.text }
}

// set-ups stand in line: two at once would both find the folder empty
let last: Promise<unknown> = Promise.resolve()
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = last.then(work, work)
  last = turn.catch(() => undefined)
  return turn
}

/** Setting a venue up, and what a screen has to know before anybody signed in. */
/** Whether a shortlist may bring somebody to a half day: who is on it is adopted later (规则 §8). */
const mayBeListed = (pack: RulePack, { post }: Pick<Candidate, 'post'>) => pack.sessions.some(({ due }) => due.kind === 'shortlist' && due.posts.includes(post))

export const venueMethods: StationMethods<'venue'> = {
  state: ({ inside, venue }) => ({
    state: venue === null ? 'empty' : 'ready',
    program: inside.program,
    station: venue?.station ?? '',
    stationName: venue?.stationName ?? '',
    stationNames: venue === null ? {} : { ...venue.stationNames() },
    name: venue?.name ?? '',
    exam: venue?.exam ?? '',
    mode: venue?.mode ?? 'live',
    pack:
      venue === null
        ? null
        : { name: venue.pack.id, version: String(venue.pack.version), hash: venue.packHash, title: venue.pack.title },
    banners: venue?.pack.banners ?? [],
    candidates: venue === null ? 0 : countCandidates(venue.db),
    now: Math.round(inside.now()),
    idleMinutes,
    erased: venue?.erased() === true,
    keyKept: inside.keeper.kept,
  }),
  rehearsals: () =>
    rehearsalNames.flatMap((name) => {
      const pack = packNamed(name)
      if (pack === null) return []
      const posts = String(pack.posts.length)
      const sessions = String(pack.sessions.length)
      return [
        {
          name,
          title: pack.title,
          banners: pack.banners,
          description: {
            zh: `${posts} 个岗位，${sessions} 个场次；名册、姓名和证件号码均为虚构。`,
            en: `${posts} posts, ${sessions} sessions; roster, names and id numbers are invented.`,
          },
        },
      ]
    }),
  openRehearsal: (call, { cmd, rehearsal, candidates, seed }) =>
    inTurn(async () => {
      const accounts = practiceAccounts(rehearsal, seed)
      const fresh = { ...call, venue: call.inside.venue }
      const before = openedBy(fresh, cmd)
      if (before !== 'nothing')
        return before === 'this' && fresh.venue?.meta.rehearsal === rehearsal
          ? { ok: true, accounts }
          : refuse('venue_exists')
      const pack = rehearsalNames.some((name) => name === rehearsal) ? packNamed(rehearsal) : null
      const first = pack?.sessions[0]
      if (pack === null || first === undefined) return refuse('unknown_rehearsal', { name: rehearsal })
      const startsAt = momentOf(first.date, first.window.from, pack.venue.utcOffset) + minutesIntoWindow * 60_000
      const recipient = await makePracticeHq(call.inside.folder)
      await open(fresh, {
        ...text(pack),
        exam: `rehearsal-${rehearsal}`,
        name: pack.venue.name.zh,
        mode: 'rehearsal',
        rehearsal,
        cmd,
        accounts,
        startsAt,
        candidates: rehearsalRoster({ pack, rehearsal, count: candidates, seed }),
        photos: new Map(),
        source: `rehearsal ${rehearsal} seed ${String(seed)}`,
        pinCost: pinCost.practice,
        recipients: [recipient],
      })
      return { ok: true, accounts }
    }),
  previewPackage: (call, given) => (call.venue === null ? previewPackage(given) : refuse('venue_exists')),
  openPackage: (call, { cmd, chief, ...given }) =>
    inTurn(async () => {
      const fresh = { ...call, venue: call.inside.venue }
      const before = openedBefore(fresh, cmd)
      if (before !== null) return before
      const account = chiefAccount(chief)
      if ('ok' in account) return account
      const sound = await packageToOpen(given)
      if ('ok' in sound) return sound
      const { exam, pack, roster, photos, recipients } = sound.content
      const first = chiefNamed(account, sound.issued.operators)
      await open(fresh, {
        exam,
        name: venueTitle(sound.content),
        mode: pack.rehearsal ? 'rehearsal' : 'live',
        rehearsal: '',
        pack,
        packText: JSON.stringify(pack),
        issued: sound.issued,
        cmd,
        accounts: [first],
        candidates: roster,
        photos: new Map([...photos].map(([hash, { bytes }]) => [hash, Buffer.from(bytes)])),
        source: `package ${sound.issuer}`,
        pinCost: pack.rehearsal ? pinCost.practice : pinCost.live,
        recipients: recipients ?? [],
      })
      return { ok: true, candidates: roster.length, operator: first.operator }
    }),
  restoreFromHq: (call, { bytes, card, pin }) =>
    inTurn(async () => {
      if (call.inside.venue !== null) return refuse('venue_exists')
      const weak = pinWeakness(pin)
      if (weak !== null) return refuse('pin_weak', { why: weak })
      const restored = await restoreFromHq(call.inside, { bytes: Buffer.from(bytes, 'base64'), card, pin })
      return restored.ok ? { ok: true, facts: restored.facts, operator: restored.operator, name: restored.name } : restored
    }),
  packs: () =>
    Object.keys(shippedPacks).flatMap((name) => {
      const pack = packNamed(name)
      return pack === null
        ? []
        : [
            {
              name,
              title: pack.title,
              rehearsal: pack.rehearsal,
              banners: pack.banners,
              holes: holeErrors(pack, []).length,
            },
          ]
    }),
  packText: (_call, { name }) =>
    packNamed(name) === null
      ? refuse('pack_invalid', { path: '', message: name })
      : { ok: true, json: shippedText(name) },
  checkPack: (_call, { json }) => {
    const read = packOfText(json)
    if (!read.ok) return { valid: false, errors: read.errors, holes: [] }
    return { valid: true, errors: [], holes: holeErrors(read.pack, []) }
  },
  previewSheet: async (call, { bytes, mapping, pack }) => {
    if (call.venue !== null) return refuse('venue_exists')
    const read = packOfText(pack)
    if (!read.ok)
      return refuse('pack_invalid', { path: read.errors[0]?.path ?? '', message: read.errors[0]?.message.zh ?? '' })
    const answer = await readSheet(Buffer.from(bytes, 'base64'))
    if (!answer.ok) return refuse('sheet_unreadable', { fault: answer.fault })
    const reading = readRoster(answer.sheet, read.pack, mapping)
    return {
      ok: true,
      headers: [...answer.sheet.headers],
      mapping: { ...reading.mapping },
      count: reading.count,
      problems: reading.problems.slice(0, 1000),
      holes: holeErrors(read.pack, reading.candidates),
      sample: reading.sample,
      posts: reading.posts.slice(0, 1000),
      sessions: reading.sessions.slice(0, 1000),
      due: read.pack.sessions.map(({ id }) => ({
        session: id,
        count: reading.candidates.filter(({ sessions }) => sessions.includes(id)).length,
      })),
      notDue: reading.candidates.filter((candidate) => candidate.sessions.length === 0 && !mayBeListed(read.pack, candidate)).length,
      noWritten: reading.candidates.filter((candidate) => candidate.written === undefined && mayBeListed(read.pack, candidate)).length,
    }
  },
  openSheet: (call, { cmd, name, bytes, mapping, pack: packText, venue, exam, chief }) =>
    inTurn(async () => {
      const fresh = { ...call, venue: call.inside.venue }
      const before = openedBefore(fresh, cmd)
      if (before !== null) return before
      const account = chiefAccount(chief)
      if ('ok' in account) return account
      const sound = livePack(packText, null)
      if ('ok' in sound) return sound
      if (sound.pack.sessions.length === 0) return refuse('no_session_in_pack', { pack: sound.pack.title.zh })
      const answer = await readSheet(Buffer.from(bytes, 'base64'))
      if (!answer.ok) return refuse('sheet_unreadable', { fault: answer.fault })
      const reading = readRoster(answer.sheet, sound.pack, mapping)
      if (reading.problems.length > 0 || reading.candidates.length === 0)
        return refuse('sheet_problems', { count: String(reading.problems.length) })
      if (reading.candidates.every((candidate) => candidate.sessions.length === 0 && !mayBeListed(sound.pack, candidate))) return refuse('nobody_due')
      const whole = livePack(packText, reading.candidates)
      if ('ok' in whole) return whole
      await open(fresh, {
        ...whole,
        exam,
        name: venue,
        mode: 'live',
        rehearsal: '',
        cmd,
        accounts: [account],
        candidates: withOpaqueIds(reading.candidates, call.inside.chance),
        photos: new Map(),
        source: name,
        pinCost: pinCost.live,
      })
      return { ok: true, candidates: reading.candidates.length, operator: firstChief }
    }),
  ...amendmentMethods,
  setRehearsalClock: (call, { to }) => {
    const { venue } = signedInCall(call)
    if (venue.mode !== 'rehearsal') return refuse('not_rehearsal')
    venue.moveClock(to)
    return { ok: true, now: Math.round(venue.clock.now()) }
  },
}
