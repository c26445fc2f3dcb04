import { useTranslation } from 'react-i18next'
import type { RoomDraw, RoomsView } from '../../shared/api/rooms.ts'
import type { RoomDrawKind } from '../../shared/facts.ts'
import { station } from '../contract.ts'
import { go, usePlace } from '../frame/route.ts'
import { useSession } from '../frame/session.ts'
import { Age } from '../parts/age.tsx'
import { Empty } from '../parts/empty.tsx'
import { Picks } from '../parts/picks.tsx'
import { Refusal } from '../parts/refusal.tsx'
import { Screen, Sheet } from '../parts/screen.tsx'
import { useAsk } from '../parts/use-ask.ts'
import { VerdictMark } from '../parts/verdict.tsx'
import { ExaminerList } from './examiner-list.tsx'
import { GroupsEditor } from './groups-editor.tsx'
import { Ladder } from './ladder.tsx'
import { Result } from './result.tsx'
import styles from './rooms.module.css'
import { Wall } from './wall.tsx'

const marks: Record<RoomDraw['state'], 'pass' | 'wait' | 'warn'> = { not_frozen: 'wait', frozen: 'warn', digits: 'warn', drawn: 'pass' }
const kinds = ['groups', 'examiners'] as const satisfies readonly RoomDrawKind[]

/** Rooms of an interview half day (规则 §5, §8): groups of posts draw theirs, then examiners; the result below. */
export default function Rooms() {
  const { t } = useTranslation()
  const session = useSession()
  const { params } = usePlace()
  const id = session?.id ?? ''
  const asked = useAsk(id === '' ? null : id, (signal) => station.rooms.view({ session: id }, { signal }), ['rooms', 'shortlist', 'sessions', 'lots'])
  const view = asked.value?.ok === true ? asked.value.view : undefined
  const kind: RoomDrawKind = params['step'] === 'examiners' ? 'examiners' : params['step'] === 'groups' || view?.groups.state !== 'drawn' ? 'groups' : 'examiners'
  if (view !== undefined && params['wall'] === 'yes') return <Wall view={view} kind={kind} onLeave={() => go('rooms', { step: kind })} />
  return (
    <Screen title={t('rooms.title')} aside={<Age at={asked.at}>{view === undefined ? '' : t('rooms.counts', { rooms: view.rooms.length, people: view.posts.reduce((sum, post) => sum + post.candidates, 0) })}</Age>}>
      {asked.state === 'failed' && <Refusal reason="no_answer" detail={{ code: asked.code }} />}
      {view !== undefined && view.rooms.length === 0 && <Empty title={t('rooms.no_rooms')} next={t('rooms.no_rooms_next')} />}
      {view !== undefined && view.rooms.length > 0 && (
        <Picks
          label={t('rooms.steps')}
          picks={kinds.map((each, at) => ({
            key: each,
            sign: at + 1,
            chosen: each === kind,
            onChoose: () => go('rooms', { step: each }),
            words: (
              <>
                <strong>{t(`rooms.kind.${each}`)}</strong>
                <VerdictMark kind={marks[view[each].state]} word={t(`rooms.state.${view[each].state}`)} />
              </>
            ),
          }))}
        >
          <div className={styles['stack']}>
            {view[kind].state === 'drawn' && <Result session={id} view={view} />}
            <Step key={`${kind} ${view[kind].draw ?? ''} ${view[kind].state}`} session={id} view={view} kind={kind} />
            {view[kind].state !== 'drawn' && view.groups.state === 'drawn' && <Result session={id} view={view} />}
          </div>
        </Picks>
      )}
    </Screen>
  )
}

/** What comes before freezing differs; the ladder above it is one. */
function Step({ session, view, kind }: { session: string; view: RoomsView; kind: RoomDrawKind }) {
  const { t } = useTranslation()
  if (view[kind].state !== 'not_frozen') return <Ladder draw={view[kind]} />
  if (kind === 'groups') {
    return view.posts.every((post) => post.candidates === 0)
      ? <Sheet><Empty title={t('rooms.nobody')} next={t('rooms.nobody_next')} /></Sheet>
      : <GroupsEditor session={session} view={view} />
  }
  return <ExaminerList key={view.listedFact ?? ''} session={session} view={view} />
}
