import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually } from './hands.ts'
import { enter, openOnScreen, secondPerson, type VenueOnScreen } from './venue-on-screen.ts'
import { opening, words } from './words.ts'

let venue: VenueOnScreen

beforeAll(async () => {
  venue = await openOnScreen({ candidates: 60, seed: 3, session: '0609-am' })
  await venue.at('07:50:00')
}, 120_000)
afterAll(() => venue.stop())

it('the chief names the station and restores a backup on screen: desks read the name, never a key’s id, and the restore stands listed with both persons', async () => {
  const [chief, desk] = [await venue.seat('chief'), await venue.seat('checkin')]
  const person = venue.plain[0]!
  const { crew, session } = venue
  expect(await crew.as(crew.operator('chief')).sessions.open({ cmd: crew.cmd(), session: session.id })).toMatchObject({ ok: true })
  const admitted = await crew.as('checkin-2').checkIn.admit({
    cmd: crew.cmd(), session: session.id, candidate: person.id, documents: { idCard: true, ticket: true }, tag: '7', consent: true,
  })
  expect(admitted).toMatchObject({ ok: true })
  await enter(chief, 'system')
  await chief.getByLabel(words('system.station_name'), { exact: true }).fill('北门报到台')
  await chief.getByRole('button', { name: words('system.station_name_save') }).click()
  await chief.getByText(words('system.station_named', { name: '北门报到台' })).waitFor()
  await desk.getByRole('banner').getByText('北门报到台').waitFor()

  const card = async () => {
    await enter(desk, 'check-in')
    await desk.getByLabel(words('check-in.find'), { exact: true }).last().fill(person.ticket)
    await desk.keyboard.press('Enter')
    return desk.getByText(opening('check-in.in_already')).filter({ hasText: '北门报到台' }).first().textContent()
  }
  expect(await card()).not.toMatch(/[0-9a-f]{8}/)

  await chief.getByRole('button', { name: words('system.backup_now') }).click()
  await chief.getByText(opening('system.written')).waitFor()
  await chief.getByRole('button', { name: words('system.restore'), exact: true }).first().click()
  await secondPerson(chief, crew, crew.operator('supervisor'))
  const shot = process.env['KAODIAN_PICTURES']
  if (shot !== undefined) await chief.screenshot({ path: `${shot}/restoring.png`, fullPage: true })
  await chief.getByRole('button', { name: words('system.restore_action') }).click()
  // Everyone signs in again; the desk reads the old stream's fact under the same name.
  await eventually(() => chief.getByRole('navigation', { name: words('frame.rail') }).count()).toBe(0)
  const [again, deskAgain] = [await venue.seat('chief'), await venue.seat('checkin')]
  await deskAgain.getByRole('banner').getByText('北门报到台').waitFor()
  await enter(again, 'system')
  const row = again.getByRole('row').filter({ hasText: '.db' }).filter({ hasText: ', ' })
  await eventually(() => row.count()).toBe(1)
  if (shot !== undefined) await again.screenshot({ path: `${shot}/restored.png`, fullPage: true })
}, 120_000)
