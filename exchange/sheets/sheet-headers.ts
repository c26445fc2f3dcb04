/** What a column may hold: a roster's fields, and those of an assessment result file. */
export const sheetFields = [
  'rosterNumber',
  'ticket',
  'residentId',
  'name',
  'sex',
  'birth',
  'post',
  'postTitle',
  'unit',
  'headcount',
  'session',
  'written',
  'quality',
  'lot',
  'result',
] as const
export type SheetField = (typeof sheetFields)[number]

/** field → header of the sheet. */
export type SheetMapping = Partial<Record<SheetField, string>>

/** Headers met in announcements and in what personnel offices send; the first of a list wins when two columns fit. */
const variants: Record<SheetField, readonly string[]> = {
  rosterNumber: [
    '名册序号',
    '名册号',
    '序号',
    '编号',
    '顺序号',
    '考生序号',
    '考生编号',
    '报名序号',
    'no',
    'rosternumber',
  ],
  ticket: [
    '准考证号',
    '准考证号码',
    '准考证',
    '准考证编号',
    '笔试准考证号',
    '笔试准考证',
    '考号',
    '考生号',
    '考生准考证号',
    '面试准考证号',
    'ticket',
    'ticketnumber',
  ],
  residentId: [
    '身份证号',
    '身份证号码',
    '身份证',
    '居民身份证号',
    '居民身份证号码',
    '居民身份证',
    '证件号码',
    '证件号',
    '公民身份号码',
    '公民身份证号码',
    '公民身份证号',
    '有效身份证件号码',
    '身份证件号码',
    '身份证件号',
    'residentid',
    'idnumber',
  ],
  name: ['姓名', '考生姓名', '应聘人员姓名', '应聘者姓名', '报考人姓名', '报考人员姓名', '名字', 'name'],
  sex: ['性别', '考生性别', 'sex', 'gender'],
  birth: ['出生日期', '出生年月日', '出生年月', '出生时间', '生日', '出生', 'birth', 'birthdate', 'dateofbirth'],
  post: [
    '岗位代码',
    '职位代码',
    '岗位编号',
    '职位编号',
    '报考岗位代码',
    '报考职位代码',
    '报考岗位编号',
    '报考职位编号',
    '岗位编码',
    '职位编码',
    '报考岗位',
    '报考职位',
    '应聘岗位',
    '应聘岗位代码',
    '岗位',
    '职位',
    'post',
    'postcode',
  ],
  postTitle: ['岗位名称', '职位名称', '报考岗位名称', '报考职位名称', '应聘岗位名称', 'posttitle'],
  unit: ['用人单位', '招录单位', '招聘单位', '招考单位', '报考单位', '用人单位名称', '单位名称', '单位', 'unit'],
  headcount: ['招聘人数', '招录人数', '招考人数', '岗位招聘人数', '计划人数', '招聘计划', 'headcount'],
  session: ['场次', '测评场次', '考试场次', '体能测评场次', '批次', '测评批次', '测评时间', '报到时间', 'session'],
  written: ['笔试成绩', '笔试分数', '笔试总成绩', '笔试', '笔试得分', 'written', 'writtenscore'],
  quality: [
    '公安素质测试成绩',
    '公安素质测试',
    '公安素质测试分数',
    '公安素质',
    '素质测试成绩',
    '素质测试',
    'quality',
    'qualityscore',
  ],
  lot: ['抽签号', '抽签号码', '签号', '抽签序号', 'lot'],
  result: [
    '心理素质测评结果',
    '心理测评结果',
    '心理素质测试结果',
    '心理测试结果',
    '测评结果',
    '测试结果',
    '测评结论',
    '结果',
    '结论',
    '是否合格',
    'result',
  ],
}

const fieldOf = new Map(
  Object.entries(variants).flatMap(([field, names]) => names.map((name) => [name, field as SheetField] as const)),
)

/** A header as it is compared: without blanks, marks, remarks in brackets and differences of width or case. */
export function comparableHeader(header: string): string {
  const text = header
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\([^)]*\)|\[[^\]]*\]/g, '')
  return text.replace(/[\s*:·._\-/“”"'、,，。]/g, '')
}

/** The field a header names, or null. */
export function fieldOfHeader(header: string): SheetField | null {
  return fieldOf.get(comparableHeader(header)) ?? null
}

/** Columns by field, among the fields asked for; where several headers fit one field, the variant named first wins. */
export function mapHeaders(headers: readonly string[], fields: readonly SheetField[] = sheetFields): SheetMapping {
  const mapping: SheetMapping = {}
  for (const field of fields) {
    const found = headers.filter((header) => fieldOfHeader(header) === field)
    const rank = (header: string) => variants[field].indexOf(comparableHeader(header))
    const best = found.sort((a, b) => rank(a) - rank(b))[0]
    if (best !== undefined) mapping[field] = best
  }
  return mapping
}
