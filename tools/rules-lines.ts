/**
 * The lines of a byte stream, without their `\n`; null stands for a line that is not UTF-8. Only `\n` ends a line: a
 * JSON text may hold U+2028, U+2029 and, between its parts, a bare `\r`, at which a reader of ordinary text would break.
 */
export async function* jsonLines(input: AsyncIterable<Uint8Array>): AsyncGenerator<string | null> {
  let begun: Uint8Array[] = []
  for await (const chunk of input) {
    let start = 0
    for (let end = chunk.indexOf(0x0a); end !== -1; end = chunk.indexOf(0x0a, start)) {
      yield textOf([...begun, chunk.subarray(start, end)])
      begun = []
      start = end + 1
    }
    if (start < chunk.length) begun.push(chunk.subarray(start))
  }
  if (begun.length > 0) yield textOf(begun)
}

const strict = new TextDecoder('utf-8', { fatal: true })

/** Leaves out a byte order mark, as some editors begin a file with one. */
function textOf(parts: readonly Uint8Array[]): string | null {
  try {
    return strict.decode(Buffer.concat(parts))
  } catch {
    return null
  }
}
