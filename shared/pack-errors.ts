import type { z } from 'zod'
import type { BothTongues } from './pack-text.ts'

/** One fault of a rule pack: the path of its field, a stable code, and what to tell a person in both languages. */
export interface PackError {
  path: string
  code: string
  message: BothTongues
}

const messages = {
  notJson: { zh: '文件不是 JSON', en: 'the file is not JSON' },
  notAnObject: { zh: '规则包必须是一个 JSON 对象', en: 'a rule pack is one JSON object' },
  missing: { zh: '缺少此字段', en: 'this field is missing' },
  type: { zh: '类型不对', en: 'wrong type' },
  value: { zh: '不是允许的取值', en: 'not one of the allowed values' },
  tooSmall: { zh: '太小、太短或为空', en: 'too small, too short or empty' },
  tooBig: { zh: '太大或太长', en: 'too big or too long' },
  unknownField: { zh: '不认识的字段', en: 'unknown field' },
  decimal: { zh: '应为十进制数文本，如 "13.1"', en: 'must be a decimal as text, such as "13.1"' },
  date: { zh: '应为真实存在的日期 YYYY-MM-DD', en: 'must be a date that exists, YYYY-MM-DD' },
  month: { zh: '应为 YYYY-MM 或 YYYY-MM-DD', en: 'must be YYYY-MM or YYYY-MM-DD' },
  minute: { zh: '应为 24 小时制 HH:MM', en: 'must be HH:MM, 24 hours' },
  key: { zh: '应为字母、数字和连字符组成的短标识', en: 'must be a short key of letters, digits and hyphens' },
  letters: { zh: '应为 A–Z 中除 I、O 外的字母', en: 'must be letters A–Z without I and O' },
  offset: { zh: '应为时差，如 "+08:00"', en: 'must be an offset such as "+08:00"' },
  duplicate: { zh: '与前面的一项重复', en: 'repeats an earlier entry' },
  unknownReference: { zh: '指向不存在的项', en: 'names something that does not exist' },
  endBeforeStart: { zh: '终点早于起点', en: 'ends before it starts' },
  bandOverlap: { zh: '同一年龄落入两个年龄段', en: 'one age falls into two bands' },
  bandGap: { zh: '有年龄不落入任何年龄段', en: 'some age falls into no band' },
  standardOverlap: { zh: '同一性别和年龄段有两个标准', en: 'two standards for one sex and band' },
  precision: { zh: '标准的小数位多于成绩取舍后的小数位', en: 'the standard has more decimals than a rounded reading' },
  modeNeedsTable: { zh: '计分项目需要分值表', en: 'a points item needs a points table' },
  touchDirection: { zh: '触线项目只能是不低于', en: 'a touch item can only be atLeast' },
  touchUnit: { zh: '触线项目的单位应为 cm', en: 'a touch item is in cm' },
  stageUnavailable: { zh: '规则包没有这个环节的规则', en: 'the pack has no rules for this stage' },
  stageNotHeld: { zh: '该场次不进行这个环节', en: 'the session does not hold this stage' },
  lettersShared: { zh: '同一场次两个抽签组共用一个字母', en: 'two pools of one session share a letter' },
  nobodysPool: { zh: '该场次有考生不属于任何抽签组', en: 'someone due in the session belongs to no pool' },
  twoPools: { zh: '该场次有考生同时属于两个抽签组', en: 'someone due in the session belongs to two pools' },
  dueTwice: { zh: '同一岗位的同一环节被安排在两个场次', en: 'one stage of a post is held in two sessions' },
  elementSum: { zh: '评分要素满分之和不等于总分满分', en: 'the maxima of the elements do not sum to the full mark' },
  stagesMixed: { zh: '一个场次不能既测心理、体能又面试', en: 'one half day cannot hold psych or fitness together with interviews' },
  roomsMissing: { zh: '面试场次需要面试室', en: 'an interview half day needs rooms' },
  roomsUnused: { zh: '只有面试或专业能力测试的场次才有面试室', en: 'only half days of interviews or professional tests have rooms' },
  categoryMissing: { zh: '名额、时限、总分按岗位类别规定：须选技术类或一般类', en: 'quotas, minutes and totals go by category: choose technical or general' },
  quotaRows: { zh: '名额各行的招聘人数应递增，最后一行应为 null（不限）', en: 'quota rows go by rising headcount and end with null, no limit' },
  elementsMissing: { zh: '按要素去高去低需要评分要素', en: 'dropping per element needs elements' },
  panelTooSmall: { zh: '考官不足三人不能去掉最高分和最低分', en: 'fewer than three examiners cannot drop a highest and a lowest mark' },
  weightSum: { zh: '各项权重之和不是 1', en: 'the weights do not sum to 1' },
  halfMismatch: { zh: '报到时间与上午/下午不符', en: 'the window is not in the half of the day named' },
} as const satisfies Record<string, BothTongues>

export type PackErrorCode = keyof typeof messages

/** Makes one error; the path is written as `fitness.items[0].standards[2].value`, empty for the whole pack. */
export function packError(path: string, code: PackErrorCode): PackError {
  return { path, code, message: messages[code] }
}

/** Writes a path the way pack errors do. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${String(key)}]`
    return text === '' ? String(key) : `${text}.${String(key)}`
  }, '')
}

/** Turns every zod issue into pack errors; an unknown field is named by its own path. */
export function zodErrors(error: z.ZodError): PackError[] {
  return error.issues.flatMap((issue): PackError[] => {
    const path = pathText(issue.path)
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => packError(pathText([...issue.path, key]), 'unknownField'))
    return [packError(path, codeOf(issue))]
  })
}

function codeOf(issue: z.core.$ZodIssue): PackErrorCode {
  switch (issue.code) {
    case 'invalid_type':
      return issue.message.endsWith('received undefined') ? 'missing' : 'type'
    case 'too_small':
      return 'tooSmall'
    case 'too_big':
      return 'tooBig'
    case 'invalid_format':
    case 'custom':
      return issue.message in messages ? (issue.message as PackErrorCode) : 'value'
    default:
      return 'value'
  }
}

/** One error at each entry whose key an earlier entry already has. */
export function duplicates<T>(
  path: string,
  list: readonly T[] | undefined,
  keyOf: (entry: T) => string,
  field: string,
): PackError[] {
  const seen = new Set<string>()
  return (list ?? []).flatMap((entry, index) => {
    const key = keyOf(entry)
    if (seen.has(key)) return [packError(at(path, index, field), 'duplicate')]
    seen.add(key)
    return []
  })
}

/** The path of one field of one entry of a list. */
export function at(list: string, index: number, field: string): string {
  return `${list}[${String(index)}].${field}`
}
