import type { StandingsList, WhyUnranked } from '../shared/api/standings.ts'
import type { PostCategory } from '../shared/pack-schema.ts'

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
  missing: {
    psych: '待心理素质测评', fitness: '待体能测评', interview: '待面试', professional: '待专业能力测试', written: '缺笔试成绩', fitnessPoints: '缺体能分',
    formula: '规则包没有总成绩算法', coefficient: '待修正系数', late: '迟到', absent: '缺考', refused: '未准入场', withdrawn: '放弃', barred: '取消资格',
    psych_failed: '心理素质测评不合格', fitness_failed: '体能测评不合格', interview_failed: '面试不达标', interview_absent: '叫号未到', lapsed: '外出未返回',
    disqualified: '取消资格（裁定）', not_listed: '未入围',
  } satisfies Record<WhyUnranked, string>,
}
