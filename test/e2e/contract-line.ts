import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { Page } from 'playwright-core'
import type { Client } from '../../shared/api.ts'
import type { Shell } from '../../shared/shell.ts'
import { ok } from '../../tools/simulate/crew.ts'

/** One more line of the page's own to its station: every call of it crosses the preload and the message port. */
async function lineOf(page: Page) {
  const line = await page.evaluateHandle(
    () =>
      new Promise<{ ask(text: string): Promise<string> }>((resolve) => {
        const waiting = new Map<unknown, (answer: string) => void>()
        const receive = (event: MessageEvent): void => {
          const [port] = event.ports
          if (event.data !== 'kaodian-port' || port === undefined) return
          window.removeEventListener('message', receive)
          const idOf = (text: string): unknown => (JSON.parse(text) as { i: unknown }).i
          port.onmessage = ({ data }) => waiting.get(idOf(String(data)))?.(String(data))
          resolve({
            ask: (text) =>
              new Promise((answered) => {
                waiting.set(idOf(text), answered)
                port.postMessage(text)
              }),
          })
        }
        window.addEventListener('message', receive)
        ;(window as unknown as { kaodian: Shell }).kaodian.openPort()
      }),
  )
  let hear: (event: { data: unknown }) => void = () => undefined
  return {
    on: (event: string, listener: (event?: { data: unknown }) => void) => {
      if (event === 'message') hear = listener
    },
    postMessage: (data: unknown) => {
      // a call that dies with its window stays unanswered, as on a real port
      line
        .evaluate(({ ask }, text) => ask(text), String(data))
        .then(
          (answer) => hear({ data: answer }),
          () => undefined,
        )
    },
  }
}

/** A client of the contract through the desktop window's message port, without anybody signed in unless `token` is given. */
export async function clientThrough(page: Page, token?: string): Promise<Client> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  return createORPCClient<Client>(new RPCLink({ port: await lineOf(page), headers: () => headers }))
}

/** Signs somebody in through the desktop window's message port. */
export async function signInThrough(page: Page, operator: string, pin: string): Promise<Client> {
  const { token } = ok(await (await clientThrough(page)).operators.signIn({ operator, pin }), `sign-in of ${operator}`)
  return clientThrough(page, token)
}
