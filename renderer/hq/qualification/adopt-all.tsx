import { useTranslation } from 'react-i18next'
import type { QualificationPost } from '../../../shared/hq/api/people.ts'
import { Outcome } from '../../parts/refusal.tsx'
import { useCommand } from '../../parts/use-command.ts'
import { Confirm } from '../confirm.tsx'
import { hq } from '../contract.ts'

/** Posts whose first list waits for nothing but two people: no tie at the cut, no score missing, nothing adopted. */
export const readyToAdopt = (posts: readonly QualificationPost[]): QualificationPost[] =>
  posts.filter(({ adopted, tied, without, listed }) => adopted === null && tied === 0 && without === 0 && listed > 0)

/** Two deciders adopt the lists of all these posts at once: one password and one code for the whole recruitment. */
export function AdoptAll({
  recruitment,
  posts,
  onDone,
}: {
  recruitment: string
  posts: readonly QualificationPost[]
  onDone: () => void
}) {
  const { t } = useTranslation()
  const adopt = useCommand(hq.decide.adoptFirst)
  const listed = posts.reduce((sum, post) => sum + post.listed, 0)
  return (
    <Confirm
      title={t('qualification.adopt_all', { n: posts.length, listed })}
      text={t('qualification.adopt_all_text', { posts: posts.map(({ post }) => post).join('、') })}
      action={t('qualification.adopt_all_action', { n: posts.length })}
      second={['decider']}
      secondWhy={t('decide.adopt.second')}
      busy={adopt.busy}
      onCancel={onDone}
      onConfirm={({ second }) =>
        void adopt
          .send({
            recruitment,
            list: 'qualification',
            posts: posts.map(({ post, hash }) => ({ post, hash })),
            second,
          })
          .then((done) => done !== undefined && onDone())
      }
    >
      <Outcome of={adopt.state} />
    </Confirm>
  )
}
