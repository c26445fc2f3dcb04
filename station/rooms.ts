import type { UseCases } from './use-cases.ts'

export const roomsUseCases = {} as UseCases<'rooms'>
