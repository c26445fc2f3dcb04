const STREAM = 2 ** 32

/** A fact's key in this file: which stream (station number, local to the file) and which place in it. */
export function factNumber(stationNo: number, seq: number): number {
  return stationNo * STREAM + seq
}

export function stationNoOf(n: number): number {
  return Math.floor(n / STREAM)
}

export function seqOf(n: number): number {
  return n % STREAM
}

/** First and last possible key of a stream. */
export function streamRange(stationNo: number): [first: number, last: number] {
  return [stationNo * STREAM + 1, stationNo * STREAM + STREAM - 1]
}
