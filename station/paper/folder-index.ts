import { escaped } from '../../shared/paper/html.ts'

/** A list as the index names it: its pages, and the file that shows them all for printing at one go. */
export interface IndexedList {
  session: string
  title: string
  file: string
  landscape: boolean
  pages: { name: string; range: string }[]
}

const style = `body{margin:8mm auto;max-width:190mm;font:11pt/1.5 'Noto Sans SC','Microsoft YaHei',sans-serif;color:#000}
h1{font-size:16pt}h2{margin:6mm 0 1mm;font-size:12pt}.pages{display:flex;flex-wrap:wrap;gap:1mm 5mm;font-size:10pt}a{color:#003c8f}p{margin:1mm 0}`

/** The index of the folder and one file per list that shows all its pages, each in its own frame as large as its paper. */
export function folderIndex(venue: string, at: string, rehearsal: boolean, lists: readonly IndexedList[]): { name: string; text: string }[] {
  const parts = lists.map((list) => `<h2>${escaped(`${list.session}　${list.title}`)}</h2>
<p><a href="${escaped(list.file)}">全部 ${String(list.pages.length)} 页（打印用）</a></p>
<p class="pages">${list.pages.map(({ name, range }) => `<a href="${escaped(name)}">${escaped(range)}</a>`).join(' ')}</p>`)
  const index = `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>${escaped(`应急表 ${venue}`)}</title><style>${style}</style></head><body>
<h1>应急表　${escaped(venue)}${rehearsal ? '（演练）' : ''}</h1>
<p>写于 ${escaped(at)}，每分钟更新；没有变化的页保持原来的打印时间。停电或断网后打印需要的页，手写接着用；恢复后扫描行码补录。</p>
${parts.join('\n')}
</body></html>
`
  return [{ name: 'index.html', text: index }, ...lists.map((list) => ({ name: list.file, text: together(list) }))]
}

function together(list: IndexedList): string {
  const [width, height] = list.landscape ? ['297mm', '209.8mm'] : ['210mm', '296.8mm']
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>${escaped(list.title)}</title>
<style>@page{size:A4 ${list.landscape ? 'landscape' : 'portrait'};margin:0}body{margin:0}iframe{display:block;width:${width};height:${height};border:0;break-after:page;break-inside:avoid}</style></head><body>
${list.pages.map(({ name }) => `<iframe src="${escaped(name)}"></iframe>`).join('\n')}
</body></html>
`
}
