import type { UseCases } from './use-cases.ts'

export const shortlistUseCases = {} as UseCases<'shortlist'>
