import type { Candidate } from '../../shared/roster.ts'

const SURNAMES = Array.from('王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤单仇解查盖朴区')
const GIVEN = Array.from('伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂辉玲桦晓建国志华文斌鹏飞玉红梅雪宇浩轩子涵梓萱欣怡佳琪思远博雅诗婷嘉豪俊熙乐行长重曾朝')
const LONG = ['欧阳·阿卜杜拉', '司马相如', '上官婉儿', '诸葛亮', '买买提·艾合买提·图尔荪', '䶮𠮷', '𠮷田', '夏侯惇']

/** A small fast generator of numbers (mulberry32): the same seed gives the same roster. */
export function dice(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** `count` made candidates for benches and tests: repeated names, rare characters, many readings. Ids are of no real area. */
export function madeRoster(count: number, seed: number): Candidate[] {
  const random = dice(seed)
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!
  return Array.from({ length: count }, (_, at): Candidate => {
    const name = random() < 0.004 ? pick(LONG) : pick(SURNAMES) + pick(GIVEN) + (random() < 0.75 ? pick(GIVEN) : '')
    const birth = `${String(1980 + Math.floor(random() * 25))}-${String(1 + Math.floor(random() * 12)).padStart(2, '0')}-${String(1 + Math.floor(random() * 28)).padStart(2, '0')}`
    const tail = String(Math.floor(random() * 1000)).padStart(3, '0') + pick(Array.from('0123456789X'))
    return {
      id: `c${String(at).padStart(6, '0')}`, rosterNumber: `${'ABCDEFGH'[at % 8] ?? 'A'}${String(Math.floor(at / 8) + 1).padStart(4, '0')}`,
      ticket: `2023${String(1_000_000 + at * 7)}`, residentId: `999999${birth.replaceAll('-', '')}${tail}`, name, sex: random() < 0.7 ? 'M' : 'F',
      birth, post: '001', sessions: ['2023-06-09-am'],
    }
  })
}
