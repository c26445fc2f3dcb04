import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { dialog } from 'electron'
import type { ChosenFile, FileKind } from '../shared/shell.ts'
import { channels } from './channels.ts'
import { handle } from './ipc.ts'

const mostBytes = 64_000_000

const extensions: Record<FileKind, { name: string; extensions: string[] }> = {
  sheet: { name: '表格 sheet', extensions: ['xlsx', 'csv'] },
  package: { name: '考试包 package', extensions: ['kaodian', 'age'] },
  pack: { name: '规则包 rule pack', extensions: ['json'] },
  psych: { name: '测评结果 results', extensions: ['xlsx', 'csv', 'txt'] },
  backup: { name: '备份 backup', extensions: ['db', 'kaodian-backup'] },
}

async function openFile(kind: FileKind): Promise<ChosenFile | 'cancelled' | 'too_large'> {
  const { canceled, filePaths } = await dialog.showOpenDialog({ properties: ['openFile'], filters: [extensions[kind]] })
  const file = filePaths[0]
  if (canceled || file === undefined) return 'cancelled'
  if ((await stat(file)).size > mostBytes) return 'too_large'
  return { name: path.basename(file), bytes: new Uint8Array(await readFile(file)) }
}

async function saveFile(name: string, bytes: Uint8Array): Promise<'saved' | 'cancelled'> {
  const { canceled, filePath } = await dialog.showSaveDialog({ defaultPath: name })
  if (canceled || filePath === '') return 'cancelled'
  // whole or not at all: a stick pulled out half-way leaves no file under the final name
  const half = `${filePath}.part`
  try {
    await writeFile(half, bytes, { flush: true })
    await rename(half, filePath)
  } catch (error) {
    await rm(half, { force: true })
    throw error
  }
  return 'saved'
}

/** Files go in and out only where the operator pointed; the page sees names and bytes, never a path. */
export function answerFiles(): void {
  handle(channels.openFile.name, channels.openFile.input, ({ kind }) => openFile(kind))
  handle(
    channels.saveFile.name,
    channels.saveFile.input,
    ({ name, bytes }) => saveFile(name, bytes),
    channels.saveFile.limit,
  )
}
