/** Lists of the standings that leave the venue as sheets or paper (规则 §9); the order is that of the screen. */
export const standingsLists = ['ranking', 'public', 'medical', 'qualification', 'shortlist', 'fitness', 'interview'] as const
