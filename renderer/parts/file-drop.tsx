import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './file-drop.module.css'

/** A file as the contract takes it. */
export interface Dropped {
  name: string
  /** Base64. */
  bytes: string
  size: number
}

const LARGEST = 30 * 1024 * 1024

async function read(file: File): Promise<Dropped> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let text = ''
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000))
  return { name: file.name, bytes: btoa(text), size: file.size }
}

/** Drop a file or choose one; more than 30 MB is refused here, before it is read. `accept` as the browser takes it: `.xlsx,.csv`. */
export function FileDrop({ label, note, accept, file, onFile }: {
  label: string
  note?: string
  accept: string
  file: Dropped | null
  onFile: (file: Dropped) => void
}) {
  const { t } = useTranslation()
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const [wrong, setWrong] = useState<string | null>(null)

  const take = (files: FileList | null) => {
    const first = files?.[0]
    if (first === undefined) return
    if (first.size > LARGEST) {
      setWrong(t('parts.file_too_large', { name: first.name }))
      return
    }
    setWrong(null)
    read(first).then(onFile, () => setWrong(t('parts.file_unreadable', { name: first.name })))
  }

  return (
    <label
      className={styles['drop']}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        take(event.dataTransfer.files)
      }}
    >
      <strong>{file === null ? label : file.name}</strong>
      <span>{file === null ? (note ?? t('parts.file_drop')) : t('parts.file_size', { kb: Math.ceil(file.size / 1024) })}</span>
      <input
        ref={input}
        type="file"
        accept={accept}
        aria-label={label}
        onChange={(event) => {
          take(event.currentTarget.files)
          // the same file chosen again, after it was changed, is read again
          event.currentTarget.value = ''
        }}
      />
      {wrong !== null && <em role="alert">{wrong}</em>}
    </label>
  )
}
