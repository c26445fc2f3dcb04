import type { UseCases } from './use-cases.ts'

export const waitingUseCases = {} as UseCases<'waiting'>
