/** Offers bytes (base64) or text for saving, under a name; the browser or the shell asks where. */
export function saveFile(name: string, content: { base64: string } | { text: string }, mime: string): void {
  const bytes = 'text' in content ? content.text : Uint8Array.from(atob(content.base64), (sign) => sign.charCodeAt(0))
  const address = URL.createObjectURL(new Blob([bytes], { type: mime }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // the download has its own hold on the bytes once it has begun
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
