/** 110101********0001; shorter numbers are hidden whole. */
export function masked(residentId: string): string {
  return residentId.length < 15 ? '*'.repeat(residentId.length) : `${residentId.slice(0, 6)}${'*'.repeat(residentId.length - 10)}${residentId.slice(-4)}`
}
