import { tell } from './guard.js'

// Time that has not gone by: the test moves both clocks of the program on, as the machine's own would move. A program
// started again is told by the environment how far the machine is.
let ahead = Number(process.env.STANDIN_AHEAD ?? 0)
const wall = Date.now
const measured = process.hrtime.bigint
Date.now = () => wall() + ahead
process.hrtime.bigint = () => measured() + BigInt(ahead) * 1_000_000n
process.on('message', (message) => {
  if (message?.t !== 'pass') return
  ahead += message.ms
  tell({ t: 'passed' })
})
