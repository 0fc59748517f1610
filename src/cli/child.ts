import { once } from 'node:events'
import spawn from 'cross-spawn'
import { CommandError } from './command-error.ts'
import { endBySignals, exitCodeOf } from './signals.ts'

/** Exit codes of a shell: a command that cannot be run, and one that does not exist. */
const notRunnable = 126
const notFound = 127

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Runs a command without a shell (on Windows a script such as npm.cmd by the one that it needs), on this terminal, and resolves with its exit code. A signal goes to the command, and
 * does not end this process meanwhile; a second one ends both at once.
 */
export async function runChild(
  command: string,
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const child = spawn(command, words, { stdio: 'inherit', env: environment })
  const forward = (signal: NodeJS.Signals): void => {
    if (signal !== 'SIGINT' || !onTerminal()) child.kill(signal)
  }
  const letGo = endBySignals(forwarded, forward, () => child.kill('SIGKILL'))
  const end = once(child, 'exit').catch((error: NodeJS.ErrnoException) => {
    throw describeFailure(command, error)
  })
  try {
    const [code, signal] = (await end) as [number | null, NodeJS.Signals]
    return code ?? exitCodeOf(signal)
  } finally {
    letGo()
  }
}

/** On a terminal Ctrl-C reaches the child by itself: many programs abort at a second signal. */
function onTerminal(): boolean {
  return [process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY)
}

function describeFailure(command: string, { code, message }: NodeJS.ErrnoException): CommandError {
  if (code !== 'ENOENT') return new CommandError(`${command} cannot be run: ${message}`, notRunnable)
  const advice = /\s/.test(command) ? ' No shell reads it: give its words one by one, without quotes.' : ''
  return new CommandError(`${command}: command not found.${advice}`, notFound)
}
