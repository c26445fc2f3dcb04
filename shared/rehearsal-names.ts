import type { SeededRandom } from './random.ts'
import type { Sex } from './roster.ts'

const surnames = Array.from(
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文',
)
const doubleSurnames = ['欧阳', '上官', '司马', '诸葛', '皇甫', '令狐', '尉迟', '东方']
/** Surnames and given characters that fonts, input methods and old encodings stumble over. */
const rareSurnames = ['𠮷', '䶮', '仉', '乜', '璩', '逯']
const rareGiven = ['䶮', '𠮷', '龘', '㛃', '𬭎', '㵘', '堃', '翀', '彧', '祎', '韡', '𫖯', '犇', '喆', '㙦']
const givenMen = Array.from('伟强磊军洋勇杰涛明超刚平辉鹏飞鑫波斌宇浩凯健俊帆龙帅旭宁峰志建国文华永嘉博思远子轩泽宏亮')
const givenWomen = Array.from('芳娜敏静丽艳娟霞秀玲桂英华慧巧美颖莉倩婷雪琳晶欣怡嘉雅琪梦洁思雨涵诗佳宁晓燕红梅月萍云')

/** Long names, with the middle dot of the resident card. */
const longMen = [
  '欧阳·阿卜杜拉',
  '买买提·吐尔逊',
  '阿卜杜热合曼·麦麦提艾力',
  '艾尼瓦尔·阿不都克里木',
  '巴特尔·那顺乌力吉',
  '丹增·旺堆次仁',
]
const longWomen = [
  '古丽娜尔·阿不都热依木',
  '阿依古丽·买买提明',
  '帕提古丽·吐尔逊江',
  '卓玛·央金拉姆',
  '迪丽拜尔·艾合买提',
  '其其格·乌云高娃',
]

/** One made-up name; about one in twenty rare or long, so that screens and searches meet them every day. */
export function rehearsalName(random: SeededRandom, sex: Sex): string {
  const given = sex === 'M' ? givenMen : givenWomen
  const kind = random.below(100)
  if (kind < 2) return random.pick(sex === 'M' ? longMen : longWomen)
  if (kind < 4) return random.pick(rareSurnames) + random.pick(given)
  if (kind < 7) return random.pick(surnames) + random.pick(rareGiven)
  if (kind < 10)
    return random.pick(doubleSurnames) + random.pick(given) + (random.happens(1, 2) ? random.pick(given) : '')
  return random.pick(surnames) + random.pick(given) + (random.happens(3, 5) ? random.pick(given) : '')
}

/** The names every rehearsal has, whatever its seed: rare characters, long names and a namesake pair. */
export const certainNames: readonly { name: string; sex: Sex }[] = [
  { name: '𠮷䶮', sex: 'M' },
  { name: '王龘', sex: 'M' },
  { name: '李㛃', sex: 'F' },
  { name: '欧阳·阿卜杜拉', sex: 'M' },
  { name: '买买提·吐尔逊', sex: 'M' },
  { name: '古丽娜尔·阿不都热依木', sex: 'F' },
  { name: '张伟', sex: 'M' },
  { name: '张伟', sex: 'M' },
  { name: '李娜', sex: 'F' },
  { name: '李娜', sex: 'F' },
  { name: '李娜', sex: 'F' },
]
