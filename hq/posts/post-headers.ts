import type { PostField } from '../../shared/hq/post-fields.ts'
import { comparableHeader } from '../../exchange/sheets/sheet-headers.ts'

/** Headers met in lists of posts; the first of a list wins when two columns fit. */
const variants: Readonly<Record<PostField, readonly string[]>> = {
  code: ['岗位代码', '职位代码', '岗位编号', '职位编号', '岗位编码', '职位编码', '代码', '编号', 'postcode', 'code'],
  unit: ['用人单位', '招录单位', '招聘单位', '招考单位', '用人单位名称', '单位名称', '单位', '部门', 'unit'],
  title: ['岗位名称', '职位名称', '招聘岗位', '招录职位', '岗位', '职位', 'posttitle', 'title'],
  headcount: ['招聘人数', '招录人数', '招考人数', '计划人数', '招聘计划', '人数', '名额', 'headcount'],
  sex: ['性别', '性别要求', 'sex'],
  age: ['年龄', '年龄要求', '年龄条件', 'age'],
  birth: ['出生日期', '出生年月', '出生时间', '出生日期范围', '出生年月范围', '出生期间'],
  birthFrom: ['出生起', '出生日期起', '出生年月起', '最早出生', '出生不早于', 'birthfrom'],
  birthTo: ['出生止', '出生日期止', '出生年月止', '最晚出生', '出生不晚于', 'birthto'],
  education: ['学历', '学历要求', '文化程度', 'education'],
  degree: ['学位', '学位要求', 'degree'],
  major: ['专业', '专业要求', '专业条件', '所学专业', 'major'],
  stages: ['考试方式', '考核方式', '测试方式', '招聘方式', '考试环节', '环节', '考试内容', 'stages'],
  category: ['岗位类别', '职位类别', '岗位类型', '类别', 'category'],
  work: ['工作模式', '工作方式', '勤务模式', '工作时间', '工作制度'],
  other: ['其他条件', '其他要求', '其它条件', '其它要求', '岗位要求', '任职条件', '其他'],
  notes: ['备注', '说明', '备注说明', 'notes', 'remarks'],
}

const fieldOf = new Map(Object.entries(variants).flatMap(([field, names]) => names.map((name) => [name, field as PostField] as const)))

/** Columns of a sheet of posts by field, as their headers name them. */
export function mapPostHeaders(headers: readonly string[]): Partial<Record<PostField, string>> {
  const mapping: Partial<Record<PostField, string>> = {}
  for (const header of headers) {
    const field = fieldOf.get(comparableHeader(header))
    if (field === undefined) continue
    const held = mapping[field]
    const rank = (name: string) => variants[field].indexOf(comparableHeader(name))
    if (held === undefined || rank(header) < rank(held)) mapping[field] = header
  }
  return mapping
}
