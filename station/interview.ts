import type { UseCases } from './use-cases.ts'

export const interviewUseCases = {} as UseCases<'interview'>
