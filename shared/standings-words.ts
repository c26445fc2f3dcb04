import type { WhyUnranked } from './api/standings.ts'

/** Why somebody has no rank, as sheets of venues and of HQ say it. */
export const missingWords: Readonly<Record<WhyUnranked, string>> = {
  psych: '待心理素质测评', fitness: '待体能测评', interview: '待面试', professional: '待专业能力测试', written: '缺笔试成绩', fitnessPoints: '缺体能分',
  formula: '规则包没有总成绩算法', coefficient: '待修正系数', late: '迟到', absent: '缺考', refused: '未准入场', withdrawn: '放弃', barred: '取消资格',
  psych_failed: '心理素质测评不合格', fitness_failed: '体能测评不合格', interview_failed: '面试不达标', interview_absent: '叫号未到', lapsed: '外出未返回',
  disqualified: '取消资格（裁定）', not_listed: '未入围',
}
