import { adoptLists } from './prepare.ts'
import { must, type Staff } from './staff.ts'

/**
 * Of the posts that are complete: the first whose ranking nobody has to decide about is adopted and published for public
 * notice; answers it and one that waits for people about a tie.
 */
export async function rankAndPublish(staff: Staff, recruitment: string, say: (text: string) => void): Promise<{ published: string; tied: string }> {
  const decider = staff.as('caiding-a')
  const { posts } = must(await decider.decide.posts({ recruitment }), 'the posts')
  let [published, tied] = ['', '']
  for (const { post, complete, ranked, ties } of posts) {
    if (!complete || ranked === 0) continue
    const { blockers } = must(await decider.decide.list({ recruitment, post, list: 'ranking' }), `the ranking of ${post}`)
    if (ties > 0) tied = tied === '' ? post : tied
    else if (blockers.length === 0 && published === '') published = post
  }
  if (published !== '') {
    await adoptLists(staff, recruitment, [published], 'ranking')
    await publishList(staff, recruitment, published)
    say(`岗位 ${published} 的成绩排名已公示`)
  }
  if (tied !== '') say(`岗位 ${tied} 有同分，等待裁定`)
  return { published, tied }
}

/** Freezes the adopted ranking of a post for public notice; answers the publication's id. */
export async function publishList(staff: Staff, recruitment: string, post: string): Promise<string> {
  const decider = staff.as('caiding-a')
  const style = { masked: true, names: 'masked' as const, tickets: 'full' as const, notice: null }
  const chosen = { recruitment, list: 'ranking' as const, posts: [post], style, replaces: null }
  const { hash } = must(await decider.publish.preview(chosen), 'the publication')
  return must(await decider.publish.publish({ cmd: staff.cmd(), ...chosen, hash, second: staff.second('caiding-b') }), 'publishing').publication
}
