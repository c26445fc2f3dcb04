/** Gives a file to the operator: the system's own dialog in the desktop window, a download in a browser. */
export async function saveFile(name: string, bytes: Uint8Array<ArrayBuffer>, mime: string): Promise<void> {
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
