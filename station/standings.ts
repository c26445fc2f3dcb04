import type { UseCases } from './use-cases.ts'

export const standingsUseCases = {} as UseCases<'standings'>
