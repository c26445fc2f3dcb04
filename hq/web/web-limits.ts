import type { HqMethodName } from '../../shared/hq/api.ts'

const megabyte = 1024 * 1024
/** Bytes a request may have, where nothing else is said. */
export const usualLimit = megabyte
/** Bytes a request may have where files travel in base64 (a third larger than the file); everything else is small. */
export const fileLimits: Partial<Record<HqMethodName, number>> = {
  'recruitments.make': 3 * megabyte, 'recruitments.checkPack': 3 * megabyte, 'recruitments.setPack': 3 * megabyte,
  'posts.preview': 42 * megabyte, 'posts.import': 42 * megabyte, 'people.preview': 42 * megabyte, 'people.import': 42 * megabyte, 'people.photos': 42 * megabyte,
  'receive.preview': 82 * megabyte, 'receive.take': 82 * megabyte,
}
