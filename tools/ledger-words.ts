import type { Restore } from '../db/restored.ts'
import type { Fault, Finding, VerifyReport } from '../db/verify.ts'

const faults: Record<Fault, string> = {
  bytes_changed: '内容与其哈希不符（被改动）',
  wrong_place: '内容所写的台站、编号或前一条与所在位置不符（被移动或调换）',
  missing: '此处起缺少记录（被删除）',
  bad_signature: '签名不是本台站密钥对该记录的签名（被改签）',
  foreign_key: '公钥与台站编号不符（被换钥）',
  cut_off: '账本在此之前结束，而外部凭据（备份清单、打印件）记有该条（末尾被截去）',
  rewritten: '与外部凭据所记的同号记录不同（被重写）',
  command_index: '指令索引与记录不符',
  projection: '汇总表与由记录重算的结果不符',
  strange_shape: '表、索引或触发器与程序所建不符（保护被拆除或有添加）',
  unreadable: '数据页损坏，无法读取（文件被改动或磁盘故障）',
}

/** One finding as a line: stream, number, what is wrong. */
export function findingLine({ station, seq, fault }: Finding): string {
  const place = station === '' ? '数据文件' : seq === 0 ? `台站 ${station}` : `台站 ${station} 第 ${String(seq)} 条`
  return `✗ ${place}：${faults[fault]} [${fault}]`
}

/** A report in Chinese, one line each. */
export function reportLines(report: VerifyReport): string[] {
  const heads = report.heads.map((head) => `  台站 ${head.station}  末条 ${String(head.seq)}  ${head.hash}`)
  const scope = report.signatures === 'all' ? '全部签名' : '每台站末条签名'
  const restored = report.restores.map(restoreLine)
  if (report.ok) return [`✓ 账本完好：${String(report.facts)} 条记录，逐条哈希链、${scope}均相符`, ...heads, ...restored]
  return [`账本有问题（只列每个台站的第一处）：`, ...report.findings.map(findingLine), ...heads, ...restored]
}

/** One restore as a line: when, by whom, from what, and what it replaced. */
function restoreLine({ fact, at, by, second, body }: Restore): string {
  const who = second === null ? by : `${by}、${second}`
  const ends = body.heads.map((head) => `${head.station}/${String(head.seq)}`).join('、')
  const replaced = body.replaced === null ? '' : `；被替换的账本${body.replaced.facts === null ? '读不出条数' : `有 ${String(body.replaced.facts)} 条`}`
  return `  恢复 ${fact}：${new Date(at).toISOString()}，${who}，用 ${body.file}（${String(body.facts)} 条，止于 ${ends}）${replaced}`
}
