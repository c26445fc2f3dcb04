import { MessageChannelMain, type MessagePortMain } from 'electron'
import { portMessage } from '../shared/shell.ts'
import { channels } from './channels.ts'
import { handle } from './ipc.ts'

/** What the shell needs of a station to give a page its line: something that answers the contract on a port. */
export interface PortTaker {
  attachPort(port: MessagePortMain): void
}

/** Gives the page a fresh port to the station whenever it asks; a reload closes the old one with its page. */
export function answerConnect(station: PortTaker): void {
  handle(channels.connect.name, channels.connect.input, (_nothing, page) => {
    const { port1, port2 } = new MessageChannelMain()
    station.attachPort(port1)
    port1.start()
    page.postMessage(portMessage, null, [port2])
  })
}
