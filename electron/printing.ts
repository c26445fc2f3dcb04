import { writeFile } from 'node:fs/promises'
import { dialog, type WebContents } from 'electron'
import { channels } from './channels.ts'
import { handle } from './ipc.ts'

const print = (page: WebContents): Promise<'printed' | 'cancelled'> =>
  new Promise((resolve, reject) => {
    page.print({ silent: false, printBackground: true }, (done, reason) => {
      if (done) resolve('printed')
      else if (/cancel/i.test(reason)) resolve('cancelled')
      else reject(new Error(`printing failed: ${reason}`))
    })
  })

async function savePdf(page: WebContents, name: string): Promise<'saved' | 'cancelled'> {
  const { canceled, filePath } = await dialog.showSaveDialog({
    defaultPath: name,
    filters: [{ name: 'PDF', extensions: ['pdf'] }],
  })
  if (canceled || filePath === '') return 'cancelled'
  await writeFile(filePath, await page.printToPDF({ preferCSSPageSize: true, printBackground: true }))
  return 'saved'
}

/** Paper and PDF of what the page shows, always after a dialog of the system. */
export function answerPrinting(): void {
  handle(channels.print.name, channels.print.input, (_nothing, page) => print(page))
  handle(channels.savePdf.name, channels.savePdf.input, ({ name }, page) => savePdf(page, name))
}
