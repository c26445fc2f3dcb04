import { at, duplicates, packError, type PackError, type PackErrorCode } from './pack-errors.ts'
import { checkFitness } from './pack-fitness-checks.ts'
import type { Pool, Post, RulePack, Session } from './pack-schema.ts'

/** The sections of a pack that were well formed; a missing section is simply not compared. */
export type SoundSections = Partial<RulePack>

/** Checks the fields of a pack against each other and returns every fault; an empty list means the pack hangs together. */
export function checkPack(pack: SoundSections): PackError[] {
  return [
    ...duplicates('posts', pack.posts, (post) => post.code, 'code'),
    ...duplicates('sessions', pack.sessions, (session) => session.id, 'id'),
    ...duplicates('pools', pack.pools, (pool) => pool.id, 'id'),
    ...duplicates('conduct', pack.conduct, (rule) => rule.id, 'id'),
    ...duplicates('roles', pack.roles, (role) => role.id, 'id'),
    ...duplicates('checkIn.documents', pack.checkIn?.documents, (document) => document.id, 'id'),
    ...duplicates('lots.strips', pack.lots?.strips, (strip) => strip.id, 'id'),
    ...(pack.posts ?? []).flatMap((post, index) => checkPost(pack, post, index)),
    ...(pack.sessions ?? []).flatMap((session, index) => checkSession(pack, session, index)),
    ...checkDueOnce(pack.sessions ?? []),
    ...(pack.pools ?? []).flatMap((pool, index) => checkPool(pack, pool, index)),
    ...checkPoolCover(pack),
    ...(pack.fitness === undefined || pack.fitness === null ? [] : checkFitness(pack.fitness)),
    ...checkScores(pack),
  ]
}

function checkPost(pack: SoundSections, post: Post, index: number): PackError[] {
  const errors: PackError[] = []
  // Comparing as text is right because a month is a prefix of its days; a month as the end includes its last day.
  if (post.birth !== null && post.birth.from > `${post.birth.to}-99`)
    errors.push(packError(at('posts', index, 'birth.to'), 'endBeforeStart'))
  post.stages.forEach((stage, place) => {
    const path = at('posts', index, `stages[${String(place)}]`)
    if (post.stages.indexOf(stage) !== place) errors.push(packError(path, 'duplicate'))
    if (stage === 'fitness' && pack.fitness === null) errors.push(packError(path, 'stageUnavailable'))
    if (stage === 'psych' && pack.psych === null) errors.push(packError(path, 'stageUnavailable'))
  })
  const marked = pack.sessions?.some(({ stages }) => stages.some((stage) => isMarked(stage) && post.stages.includes(stage))) === true
  if (post.category === 'undivided' && marked && dividesPosts(pack)) errors.push(packError(at('posts', index, 'category'), 'categoryMissing'))
  return errors
}

const isMarked = (stage: Post['stages'][number]) => stage === 'interview' || stage === 'professional'

/** Whether the announcement sets quotas, minutes, pass marks or totals by category and none for posts without one. */
export function dividesPosts({ interview, ranking }: Pick<SoundSections, 'interview' | 'ranking'>): boolean {
  const rules = [interview?.quota, interview?.minutes, interview?.passMark, ranking?.totals]
  return rules.some((each) => each !== undefined && each.undivided === null && (each.technical !== null || each.general !== null))
}

function checkSession(pack: SoundSections, session: Session, index: number): PackError[] {
  const errors: PackError[] = []
  const add = (field: string, code: PackErrorCode) => errors.push(packError(at('sessions', index, field), code))
  if (session.window.to <= session.window.from) add('window.to', 'endBeforeStart')
  else if ((session.half === 'am') !== session.window.to <= '12:00') add('half', 'halfMismatch')
  session.stages.forEach((stage, place) => {
    if (session.stages.indexOf(stage) !== place) add(`stages[${String(place)}]`, 'duplicate')
    if (pack[stage] === null) add(`stages[${String(place)}]`, 'stageUnavailable')
  })
  const scored = session.stages.filter((stage) => stage === 'interview' || stage === 'professional')
  if (scored.length > 0 && scored.length < session.stages.length) add('stages', 'stagesMixed')
  if (scored.length > 0 && session.rooms.length === 0) add('rooms', 'roomsMissing')
  if (scored.length === 0 && session.rooms.length > 0) add('rooms', 'roomsUnused')
  const letters = session.rooms.map((room) => [...room.letters])
  errors.push(...duplicates(at('sessions', index, 'rooms'), session.rooms, (room) => room.id, 'id'))
  letters.forEach((mine, place) => {
    const taken = [...letters.slice(0, place).flat(), ...mine]
    if (new Set(taken).size !== taken.length) add(`rooms[${String(place)}].letters`, 'lettersShared')
  })
  const posts = pack.posts
  if (session.due.kind !== 'roster' && posts !== undefined) {
    session.due.posts.forEach((code, place) => {
      if (!posts.some((post) => post.code === code)) add(`due.posts[${String(place)}]`, 'unknownReference')
    })
  }
  return errors
}

function checkDueOnce(sessions: readonly Session[]): PackError[] {
  const seen = new Set<string>()
  return sessions.flatMap((session, index) => {
    if (session.due.kind === 'roster') return []
    return session.due.posts.flatMap((code, place) => {
      const keys = session.stages.map((stage) => `${stage}/${code}`)
      const repeated = keys.some((key) => seen.has(key))
      for (const key of keys) seen.add(key)
      return repeated ? [packError(at('sessions', index, `due.posts[${String(place)}]`), 'dueTwice')] : []
    })
  })
}

function checkPool(pack: SoundSections, pool: Pool, index: number): PackError[] {
  const errors: PackError[] = []
  const session = pack.sessions?.find((each) => each.id === pool.session)
  if (pack.sessions !== undefined && session === undefined)
    errors.push(packError(at('pools', index, 'session'), 'unknownReference'))
  if (session !== undefined) {
    pool.stages.forEach((stage, place) => {
      if (!session.stages.includes(stage))
        errors.push(packError(at('pools', index, `stages[${String(place)}]`), 'stageNotHeld'))
    })
  }
  const letters = Array.from(pool.letters)
  const others = (pack.pools ?? [])
    .slice(0, index)
    .filter((other) => other.session === pool.session && other.step === pool.step)
  if (letters.some((letter, place) => letters.indexOf(letter) !== place))
    errors.push(packError(at('pools', index, 'letters'), 'duplicate'))
  if (others.some((other) => letters.some((letter) => other.letters.includes(letter)))) {
    errors.push(packError(at('pools', index, 'letters'), 'lettersShared'))
  }
  pool.who.posts?.forEach((code, place) => {
    if (pack.posts !== undefined && !pack.posts.some((post) => post.code === code)) {
      errors.push(packError(at('pools', index, `who.posts[${String(place)}]`), 'unknownReference'))
    }
  })
  return errors
}

/** Everyone who may be due for a stage of a session belongs to exactly one pool that serves it. */
function checkPoolCover(pack: SoundSections): PackError[] {
  const { sessions, posts, pools } = pack
  if (sessions === undefined || posts === undefined || pools === undefined) return []
  return sessions.flatMap((session, index) => {
    // where candidates draw a room first, each room is a pool of its own
    if (session.rooms.length > 0) return []
    const codes = session.due.kind !== 'roster' ? session.due.posts : posts.map((post) => post.code)
    const due = posts.filter((post) => codes.includes(post.code))
    const counts = due.flatMap((post) =>
      session.stages
        .filter((stage) => post.stages.includes(stage))
        .flatMap((stage) =>
          (['M', 'F'] as const)
            .filter((sex) => post.sex === 'any' || post.sex === sex)
            .map(
              (sex) =>
                pools.filter(
                  (pool) =>
                    pool.step === 'order' &&
                    pool.session === session.id &&
                    pool.stages.includes(stage) &&
                    admits(pool, sex, post.code),
                ).length,
            ),
        ),
    )
    const path = at('sessions', index, 'due')
    return [
      ...(counts.some((count) => count === 0) ? [packError(path, 'nobodysPool')] : []),
      ...(counts.some((count) => count > 1) ? [packError(path, 'twoPools')] : []),
    ]
  })
}

/** Whether a pool is for this sex and post. */
export function admits(pool: Pool, sex: 'M' | 'F', post: string): boolean {
  return (pool.who.sex === 'any' || pool.who.sex === sex) && (pool.who.posts === null || pool.who.posts.includes(post))
}

function checkScores(pack: SoundSections): PackError[] {
  const errors: PackError[] = []
  for (const stage of ['interview', 'professional'] as const) {
    const rules = pack[stage]
    if (rules === undefined || rules === null) continue
    errors.push(...duplicates(`${stage}.elements`, rules.elements, (element) => element.id, 'id'))
    if (rules.elements.length > 0 && millionths(rules.elements.map((element) => element.max)) !== millionths([rules.fullMark])) {
      errors.push(packError(`${stage}.elements`, 'elementSum'))
    }
    if (rules.drop === 'perElement' && rules.elements.length === 0) errors.push(packError(`${stage}.drop`, 'elementsMissing'))
    if (rules.drop !== 'none' && rules.panel < 3) errors.push(packError(`${stage}.panel`, 'panelTooSmall'))
  }
  for (const [category, rows] of Object.entries(pack.interview?.quota ?? {})) {
    if (rows === null) continue
    rows.forEach((row, place) => {
      const path = at(`interview.quota.${category}`, place, 'upToHeadcount')
      const before = rows[place - 1]?.upToHeadcount ?? 0
      if (place === rows.length - 1 ? row.upToHeadcount !== null : row.upToHeadcount === null || row.upToHeadcount <= before) {
        errors.push(packError(path, 'quotaRows'))
      }
    })
  }
  for (const [category, total] of Object.entries(pack.ranking?.totals ?? {})) {
    if (total !== null && millionths(total.terms.map((term) => term.weight)) !== 1_000_000n) {
      errors.push(packError(`ranking.totals.${category}.terms`, 'weightSum'))
    }
  }
  return errors
}

/** The exact sum of decimals in millionths; decimals past the sixth are cut, which a sum of weights never needs. */
function millionths(decimals: readonly string[]): bigint {
  return decimals.reduce((sum, text) => {
    const [whole = '0', fraction = ''] = text.split('.')
    return sum + BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(6, '0').slice(0, 6))
  }, 0n)
}
