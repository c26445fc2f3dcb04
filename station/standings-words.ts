import type { StandingsList } from '../shared/api/standings.ts'
import type { PostCategory } from '../shared/pack-schema.ts'
import { missingWords } from '../shared/standings-words.ts'

/** Words of the exported standings: files go to Chinese offices, whatever language the screen is in. */
export const standingsWords = {
  /** As the announcements call their annexes. */
  lists: {
    ranking: '总成绩及排名表', public: '总成绩及排名公示', medical: '入围体检人员名单', qualification: '笔试成绩及入围资格审核人员名单',
    shortlist: '入围面试人员名单', fitness: '体能测评结果', interview: '面试成绩',
  } satisfies Record<StandingsList, string>,
  category: { technical: '技术文职类职位', general: '一般文职类职位', undivided: '全部岗位' } satisfies Record<PostCategory, string>,
  provisional: '暂定，以总部公布的为准',
  rehearsal: '演练，非真实考试',
  sex: { M: '男', F: '女' },
  verdict: { passed: '合格', failed: '不合格', open: '未完成' },
  gate: { pass: '达标', fail: '不达标', open: '' },
  yes: '是',
  no: '否',
  tied: '并列，由总部决定',
  formula: '按规则包',
  missing: missingWords,
}
