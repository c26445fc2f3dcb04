/** What makes these screens read again. */
export const watchNouns = ['watch', 'receive', 'decide', 'division', 'packages', 'people'] as const
