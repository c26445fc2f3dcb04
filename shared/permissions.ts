import type { MethodName } from './api.ts'
import type { Role } from './facts.ts'

/** 'anyone' needs no sign-in; 'signed_in' any active operator; a list names the roles. What has no row is refused. */
export type Permission = 'anyone' | 'signed_in' | readonly Role[]

const desk = ['chief', 'checkin'] as const
const reading = ['chief', 'checkin', 'lots', 'psych', 'supervisor', 'auditor'] as const
const judging = ['chief', 'judge'] as const
/** A row sets a roster number beside a lot, and the roster is published: nobody who may know lots only reads it. */
const naming = ['chief', 'checkin', 'lots', 'supervisor', 'auditor'] as const
/** Those who may see a name beside a result; judges and examiners know lots only (规则 §7, §8). */
const overseeing = ['chief', 'supervisor', 'auditor'] as const

/**
 * Method × role, the only table of rights. Deny by default: the gate refuses a method without a row, and the type
 * breaks the build when the contract grows without one.
 */
export const permissions: Record<MethodName, Permission> = {
  'venue.state': 'anyone',
  'venue.rehearsals': 'anyone',
  'venue.openRehearsal': 'anyone',
  'venue.previewPackage': 'anyone',
  'venue.openPackage': 'anyone',
  'venue.packs': 'anyone',
  'venue.packText': 'anyone',
  'venue.checkPack': 'anyone',
  'venue.previewSheet': 'anyone',
  'venue.openSheet': 'anyone',
  'venue.setRehearsalClock': ['chief'],
  'live.changes': 'signed_in',
  'drafts.put': 'signed_in',
  'drafts.all': 'signed_in',

  'operators.names': 'anyone',
  'operators.signIn': 'anyone',
  'operators.unlock': 'signed_in',
  'operators.lock': 'signed_in',
  'operators.signOut': 'signed_in',
  'operators.me': 'signed_in',
  'operators.list': ['chief', 'auditor'],
  'operators.add': ['chief'],
  'operators.change': ['chief'],
  'operators.setPin': 'signed_in',
  'operators.checkSecond': 'signed_in',

  'sessions.list': 'signed_in',
  'sessions.open': ['chief'],
  'sessions.overview': overseeing,
  'sessions.rows': naming,
  'sessions.exportList': overseeing,
  'sessions.closePreview': overseeing,
  'sessions.close': ['chief'],
  'sessions.conflicts': overseeing,
  'sessions.resolveConflict': ['chief'],
  'sessions.withdraw': ['chief', 'supervisor'],
  'sessions.bar': ['chief', 'supervisor'],

  'checkIn.search': ['chief', 'checkin', 'lots', 'supervisor', 'auditor'],
  'checkIn.card': ['chief', 'checkin', 'lots', 'supervisor', 'auditor'],
  'checkIn.reveal': desk,
  'checkIn.photo': ['chief', 'checkin', 'supervisor'],
  'checkIn.admit': desk,
  'checkIn.refuse': desk,
  'checkIn.consent': desk,
  'checkIn.doubt': desk,
  'checkIn.settleDoubt': desk,
  'checkIn.undo': desk,
  'checkIn.counts': reading,

  'lots.pools': ['chief', 'checkin', 'lots', 'supervisor', 'auditor'],
  'lots.freeze': ['chief', 'lots'],
  'lots.digits': ['chief', 'lots'],
  'lots.draw': ['chief', 'lots'],
  'lots.print': ['chief', 'lots'],
  'lots.void': ['chief'],
  'lots.abort': ['chief'],
  'lots.close': ['chief', 'lots'],
  'lots.evidence': ['chief', 'lots', 'supervisor', 'auditor'],
  'lots.drawn': ['chief', 'lots', 'supervisor', 'auditor'],

  'psych.find': ['chief', 'psych', 'supervisor', 'auditor'],
  'psych.list': ['chief', 'psych', 'supervisor', 'auditor'],
  'psych.record': ['chief', 'psych'],
  'psych.correct': ['chief', 'psych'],
  'psych.rule': ['chief', 'supervisor'],
  'psych.previewFile': ['chief', 'psych'],
  'psych.importFile': ['chief', 'psych'],
  'psych.notice': ['chief', 'psych'],

  'fitness.items': ['chief', 'judge', 'supervisor', 'auditor'],
  'fitness.find': ['chief', 'judge', 'supervisor', 'auditor'],
  'fitness.waiting': ['chief', 'judge', 'supervisor', 'auditor'],
  'fitness.record': judging,
  'fitness.correct': judging,
  'fitness.sign': judging,
  'heats.list': ['chief', 'judge', 'supervisor', 'auditor'],
  'heats.find': ['chief', 'judge', 'supervisor', 'auditor'],
  'heats.make': judging,
  'heats.change': judging,
  'heats.start': judging,
  'heats.recall': judging,
  'heats.tap': judging,
  'heats.changeTap': judging,
  'heats.finish': judging,

  'journey.find': overseeing,

  'system.verify': ['chief', 'supervisor', 'auditor'],
  'system.backup': ['chief'],
  'system.backups': ['chief', 'auditor'],
  'system.restore': ['chief'],
  'system.nameStation': ['chief'],
  'system.status': 'signed_in',
}
