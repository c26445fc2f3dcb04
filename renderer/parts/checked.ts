import { z } from 'zod'

// the content security policy allows no code made from text: the checker must not even try
z.config({ jitless: true })

/** The schema checker as the screens may use it. */
export { z }
