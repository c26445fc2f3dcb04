import type { z } from 'zod'
import type { ListName, Whereabouts } from '../shared/api/sessions.ts'

/** Words of exported lists: files go to Chinese offices, whatever language the screen is in. */
export const listWords = {
  headers: ['名册序号', '准考证号', '姓名', '性别', '岗位代码', '岗位', '抽签号', '状态', '项目', '原因', '最后记录时间'],
  sex: { M: '男', F: '女' } as Readonly<Record<string, string>>,
  lists: {
    all: '全部考生', due: '未到', in: '已报到', late: '迟到', absent: '缺考', refused: '未准入场', doubt: '存疑', passed: '合格', failed: '不合格',
    psych_failed: '心理素质测评不合格', psych_waiting: '待心理素质测评', fitness_open: '体能测评中', unsigned: '待签字',
    waiting: '候考', scoring: '面试与待成绩', scored: '已出成绩', interview_failed: '面试不合格', interview_absent: '叫号未到与外出未返回', violations: '违纪',
    withdrawn: '放弃', barred: '取消资格',
  } satisfies Record<ListName, string>,
  stages: { psych: '心理素质测评', fitness: '体能测评', interview: '面试', professional: '专业能力测试' } as Readonly<Record<string, string>>,
  where: {
    due: '未到', late: '迟到', absent: '缺考', doubt: '存疑', in: '已报到', lot_drawn: '已抽签', psych_waiting: '待心理素质测评', psych_passed: '待体能测评',
    fitness: '体能测评中', passed: '合格', psych_failed: '心理素质测评不合格', fitness_failed: '体能测评不合格', refused: '未准入场', withdrawn: '放弃', barred: '取消资格',
    waiting: '候考', out: '外出', called: '已叫号', inside: '面试室内', scoring: '待成绩', interview_failed: '成绩不合格', interview_zero: '成绩按零分计',
    interview_absent: '叫号未到', lapsed: '外出未返回',
  } satisfies Record<z.infer<typeof Whereabouts>, string>,
  why: {
    late: '过了报到截止时间', missing_document: '证件不齐', doubt_refused: '核实不符', not_on_list: '不在名册上', barred: '取消资格', psych: '测评不合格',
    ruled: '裁定不合格', invalid: '结果无效，待裁定', not_done: '场次关闭时未完成', session_closed: '场次关闭时未完成', points: '总分不足', attempts: '次数用完',
    violation: '违纪处理', earlier_stage: '前一环节', pass_mark: '未达到合格分数线', zero: '裁定零分', disqualified: '裁定取消成绩',
    gave_up: '放弃', false_start: '抢跑', reader_failed: '读卡器读不出身份证',
    face_doubtful: '本人与照片不像', document_doubtful: '证件真伪可疑', data_mismatch: '信息对不上',
  } as Readonly<Record<string, string>>,
}
