/** What changes a standing, a list or a decision. */
export const decideNouns = ['decide', 'watch', 'receive', 'people', 'recruitments', 'publish'] as const
