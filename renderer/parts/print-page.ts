/** Prints the page as it stands, through the shell in the desktop window; then `onDone`, also when nothing came out. */
export function printPage(onDone: () => void): void {
  if (window.kaodian !== undefined) {
    void window.kaodian.print().finally(onDone)
    return
  }
  window.addEventListener('afterprint', onDone, { once: true })
  window.print()
}
