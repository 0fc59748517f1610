import type { Mock } from '../app.ts'
import type { Log } from '../base/log.ts'
import type { Config } from '../config/config.ts'
import { listen } from '../http/listening.ts'
import { keepYoungGeneration } from '../young-generation.ts'
import { CommandError, failed, usageError } from './command-error.ts'
import { startProgress } from './progress/progress.ts'
import type { Terminal } from './terminal.ts'

/**
 * Builds a mock that listens. Throws a CommandError that says why it cannot, with 2 if the user can fix it. The mock is
 * loaded only here, so that a wrong command line is refused at once.
 */
export async function startListening(config: Config, log: Log, terminal: Terminal): Promise<Mock> {
  if (config.watch && config.fixtures === undefined) {
    throw new CommandError('--watch needs --fixtures, the file to watch.', usageError)
  }
  const [{ buildMock }, { FixturesError }] = await Promise.all([
    import('../app.ts'),
    import('../fixtures/fixtures-error.ts'),
  ])
  const progress = startProgress(terminal)
  try {
    const mock = await buildMock(config, { log, onStep: progress.show }).finally(progress.end)
    await listen(mock.app, config)
    return mock
  } catch (error) {
    const exitCode = error instanceof FixturesError ? usageError : failed
    throw new CommandError(explain(error as NodeJS.ErrnoException, config), exitCode)
  }
}

/**
 * Prepares this process for the time after a start. V8 accepts compiled code, its own in Node.js too, only under the flags
 * that it was made with: what keeps the heap small comes last, or the start would compile everything.
 */
export function settle({ whenReady }: Terminal): void {
  whenReady?.()
  keepYoungGeneration([...process.execArgv, process.env['NODE_OPTIONS']].join(' '))
}

function explain({ code = '', message }: NodeJS.ErrnoException, { port, host, data }: Config): string {
  if (code === 'EADDRINUSE') return `port ${port} is in use. Give another with --port, or 0 for any free one.`
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL') return `cannot listen on ${host}:${port}: ${message}`
  if (code.startsWith('SQLITE_')) return `cannot use the database ${data}: ${message}`
  return message
}
