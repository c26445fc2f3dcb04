import type { Receipt } from '../exchange/messages.ts'
import { errorFields, type Log } from '../exchange/log.ts'
import { offeredPackage, offerWaiting } from './amendment-offer.ts'
import type { RunningVenue } from './running-venue.ts'

/** Venues that are fetching a package now: receipts come faster than packages. */
const fetching = new WeakSet<RunningVenue>()

/**
 * A receipt names the newest package HQ issued to this venue: one newer than ours is fetched beside the round and waits
 * for the chief. What does not come, or is of no use, is asked for again at the next receipt.
 */
export function bringPackage(venue: RunningVenue, receipt: Pick<Receipt, 'package'>, log: Log): void {
  const newest = receipt.package
  if (newest === null || newest.version <= Math.max(venue.meta.packageVersion, offerWaiting(venue)?.version ?? 0)) return
  if (fetching.has(venue) || venue.erased()) return
  fetching.add(venue)
  const fetched = async (): Promise<void> => {
    const answer = await venue.hq.fetchPackage(newest.version)
    if (answer.kind !== 'answer') {
      log.warn({ reason: answer.kind, count: newest.version }, 'the newer exam package did not come')
      return
    }
    const offered = await offeredPackage(venue, answer.body)
    if (!offered.ok) log.error({ reason: offered.refused.reason, count: newest.version }, 'the newer exam package is of no use here')
  }
  void fetched()
    .catch((error: unknown) => log.error({ error: errorFields(error) }, 'a newer exam package could not be kept'))
    .finally(() => fetching.delete(venue))
}
