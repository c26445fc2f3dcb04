function bytesOf(content: Uint8Array<ArrayBuffer> | { base64: string } | { text: string }): Uint8Array<ArrayBuffer> {
  if (content instanceof Uint8Array) return content
  if ('text' in content) return new TextEncoder().encode(content.text)
  return Uint8Array.from(atob(content.base64), (sign) => sign.charCodeAt(0))
}

/** Gives a file to the operator: the system's own dialog in the desktop window, a download in a browser. */
export async function saveFile(name: string, content: Uint8Array<ArrayBuffer> | { base64: string } | { text: string }, mime: string): Promise<void> {
  const bytes = bytesOf(content)
  if (window.kaodian !== undefined) {
    await window.kaodian.saveFile(name, bytes)
    return
  }
  const url = URL.createObjectURL(new Blob([bytes], { type: mime }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // the browser reads the address after the click has returned
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
