import pino from 'pino'

/** What may stand in a log line: names of methods, reasons, counts and times. Never a name, an id number or a body. */
export interface LogFields {
  method?: string
  reason?: string
  operator?: string
  station?: string
  status?: number
  milliseconds?: number
  count?: number
  port?: number
  /** Number of a recruitment, kind of a job, id of a process: HQ's own words, none of a person. */
  recruitment?: number
  job?: string
  process?: string
  error?: { name: string; message: string; stack: string }
}

export interface Log {
  info(fields: LogFields, message: string): void
  warn(fields: LogFields, message: string): void
  error(fields: LogFields, message: string): void
}

/** A program's log on stderr, one JSON line each; stdout belongs to the lines people and scripts wait for. */
export function makeLog(level: 'info' | 'warn' | 'silent'): Log {
  return pino({ name: 'kaodian', level, base: null }, pino.destination({ dest: 2, sync: true }))
}

export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** An error as the log may hold it: our own text and places in our own code, no values. */
export function errorFields(thrown: unknown): NonNullable<LogFields['error']> {
  if (!(thrown instanceof Error)) return { name: 'thrown', message: typeof thrown, stack: '' }
  // a message of zod or SQLite can quote what it choked on, which may be somebody's name
  const message = thrown.name === 'ZodError' ? 'shape' : thrown.message.replaceAll(/\d{6,}/g, '…').slice(0, 200)
  return {
    name: thrown.name,
    message,
    stack: (thrown.stack ?? '')
      .split('\n')
      .filter((line) => line.startsWith('    at '))
      .slice(0, 8)
      .join('\n'),
  }
}
