import type { UseCases } from './use-cases.ts'

export const paperUseCases = {} as UseCases<'paper'>
