import type { UseCases } from './use-cases.ts'

export const closingUseCases = {} as UseCases<'closing'>
