import { mkdirSync } from 'node:fs'
import { contradict } from './contradiction.ts'
import type { SeededRandom } from '../../shared/random.ts'
import { ok } from '../simulate/crew.ts'
import { openPackageVenue, type PackageVenue } from '../simulate/package-venue.ts'
import { cutLine } from './cut-line.ts'
import { must, type Staff } from './staff.ts'

/** One venue of the demo; `accounts` are its people with their PINs. */
export interface DemoVenue { venue: string; folder: string; state: string; accounts: readonly { operator: string; pin: string; roles: readonly string[] }[] }

/** What playing a venue needs of the HQ that is being filled. */
export interface Scene {
  staff: Staff
  recruitment: string
  hqUrl: string
  now: number
  say: (text: string) => void
  settled: () => Promise<void>
  folderOf: (venue: string) => string
  fileOf: (venue: string) => { bytes: string; code: string; text: string }
  randomOf: (venue: string) => SeededRandom
}

const day = 24 * 3_600_000

/** A station of its own, opened with the venue's package; its machine's clock stands some days before its first half day. */
export async function openVenue(scene: Scene, venue: string, folder = scene.folderOf(venue)): Promise<PackageVenue> {
  mkdirSync(folder, { recursive: true })
  const { bytes, code } = scene.fileOf(venue)
  return openPackageVenue({ folder, bytes, code, random: scene.randomOf(folder === scene.folderOf(venue) ? venue : `${venue} again`), now: scene.now - 3 * day })
}

/** The chief types the card's code; from now on the station sends by itself. */
export async function enrol({ crew, chief }: PackageVenue, card: string): Promise<void> {
  ok(await chief().sync.enrol({ cmd: crew.cmd(), card }), 'enrolling')
}

/** Sends until HQ has said that it holds everything. */
export async function sendAll({ chief }: PackageVenue): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const { state } = ok(await chief().sync.tryNow(), 'sending')
    if (state.unsent === 0) return
  }
  throw new Error('HQ does not get everything')
}

const finished = async (played: PackageVenue, venue: string, folder: string, state: string): Promise<DemoVenue> => {
  ok(await played.chief().sync.setAddress({ address: '' }), 'the address of the package')
  await played.station.close()
  return { venue, folder, state, accounts: played.accounts.map(({ operator, pin, roles }) => ({ operator, pin, roles })) }
}

/** All half days played and closed, every fact at HQ. */
export async function closedVenue(scene: Scene, venue: string): Promise<DemoVenue> {
  const played = await openVenue(scene, venue)
  ok(await played.chief().sync.setAddress({ address: scene.hqUrl }), 'the address')
  await enrol(played, scene.fileOf(venue).text)
  for (const { id, title } of played.venue().pack.sessions) {
    const [half] = await played.play([id])
    scene.say(`${venue} ${title.zh}：${String(half?.due)} 人，已关闭`)
  }
  await sendAll(played)
  await scene.settled()
  return finished(played, venue, scene.folderOf(venue), '已收场，全部记录在总部')
}

/** In the middle of its first half day; the line went after the lots were drawn, and what follows is not at HQ. */
export async function cutVenue(scene: Scene, venue: string): Promise<DemoVenue> {
  const played = await openVenue(scene, venue)
  const line = await cutLine(scene.hqUrl)
  ok(await played.chief().sync.setAddress({ address: line.address }), 'the address')
  await enrol(played, scene.fileOf(venue).text)
  played.cast.reached = async (_session, step) => {
    if (step !== 'lots_drawn') return
    await sendAll(played)
    line.cut()
  }
  const [first] = played.venue().pack.sessions
  await played.play([first?.id ?? ''], 'halfway')
  const { unsent } = await played.chief().sync.state()
  scene.say(`${venue} ${first?.title.zh ?? ''}：做到一半，线路已断，${String(unsent)} 条未达总部`)
  await scene.settled()
  await line.stop()
  return finished(played, venue, scene.folderOf(venue), '正在测评，线路中断')
}

/** Fitness closed without a line; facts came on a stick, those of a second machine with the same card were kept apart. */
export async function stickVenue(scene: Scene, venue: string): Promise<DemoVenue> {
  const played = await openVenue(scene, venue)
  const line = await cutLine(scene.hqUrl)
  ok(await played.chief().sync.setAddress({ address: line.address }), 'the address')
  await enrol(played, scene.fileOf(venue).text)
  const fitness = played.venue().pack.sessions.filter(({ stages }) => stages.includes('fitness')).map(({ id }) => id)
  played.cast.reached = async (session, step) => {
    if (session !== fitness.at(-1) || step !== 'lots_drawn') return
    await sendAll(played)
    line.cut()
  }
  for (const { id, title } of played.venue().pack.sessions.filter((each) => fitness.includes(each.id))) {
    const [half] = await played.play([id])
    scene.say(`${venue} ${title.zh}：${String(half?.due)} 人，已关闭`)
  }
  contradict(played)
  await byStick(scene, played)
  await line.stop()
  scene.say(`${venue}：用 U 盘上报，收到回执`)
  await spareMachine(scene, venue)
  await scene.settled()
  return finished(played, venue, scene.folderOf(venue), '线路中断，用 U 盘上报')
}

/** What HQ lacks goes on a stick, and its receipt comes back the same way. Answers how many facts HQ took. */
export async function byStick({ staff, recruitment, settled }: Pick<Scene, 'staff' | 'recruitment' | 'settled'>, played: PackageVenue, everything = false): Promise<number> {
  const { file, bytes } = await stickFile(played, everything)
  const duty = staff.as('zhishou')
  const taken = must(await duty.receive.take({ cmd: staff.cmd(), recruitment, name: file, bytes }), 'taking the stick in')
  await settled()
  const receipt = must(await duty.receive.receipt({ cmd: staff.cmd(), recruitment, venue: played.venue().venue }), 'the receipt')
  ok(await played.chief().sync.importReceipt({ bytes: receipt.bytes }), 'the receipt at the station')
  return taken.accepted
}

/** A courier file as it lies on the stick, base64. */
export async function stickFile({ chief }: PackageVenue, everything = false): Promise<{ file: string; bytes: string }> {
  const { file } = ok(await chief().sync.exportStick({ everything }), 'writing the stick')
  const parts: Buffer[] = []
  for (let offset = 0; ;) {
    const { bytes, total } = ok(await chief().sync.download({ file, offset }), 'reading the stick')
    const part = Buffer.from(bytes, 'base64')
    parts.push(part)
    offset += part.length
    if (offset >= total) return { file, bytes: Buffer.concat(parts).toString('base64') }
  }
}

/** A second machine was opened with the same package and card; its facts are nobody's until people decide. */
async function spareMachine(scene: Scene, venue: string): Promise<void> {
  const spare = await openVenue(scene, venue, `${scene.folderOf(venue)}-spare`)
  ok(await spare.chief().sync.setAddress({ address: 'http://127.0.0.1:9' }), 'an address where nobody answers')
  const refused = await spare.chief().sync.enrol({ cmd: spare.crew.cmd(), card: scene.fileOf(venue).text })
  if (refused.ok) throw new Error('a used card enrolled a second machine')
  const { file, bytes } = await stickFile(spare)
  const taken = must(await scene.staff.as('zhishou').receive.take({ cmd: scene.staff.cmd(), recruitment: scene.recruitment, name: file, bytes }), 'the spare machine’s stick')
  scene.say(`${venue}：备用机的 ${String(taken.apart)} 条记录被隔离`)
  await spare.station.close()
}
