import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** How a command line ended. */
export interface Ending {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunningMock {
  readonly baseUrl: string
  readonly banner: string
  readonly stop: () => Promise<void>
}

export const seed = 'recording'
export const now = Date.parse('2026-01-01T00:00:00Z')

function spawnCommand(main: string, words: readonly string[], input?: string) {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(GM_MOCK_|AUTHLETE_|PORT$|COLUMNS$)/.test(name),
  )
  const child = spawn(process.execPath, [main, ...words], { env: Object.fromEntries(own) })
  const text = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk: Buffer) => (text.stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (text.stderr += chunk.toString()))
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  return { child, text, exit: once(child, 'close') }
}

/** Runs a command line to its end. */
export async function runCommand(main: string, words: readonly string[], input?: string): Promise<Ending> {
  const { text, exit } = spawnCommand(main, words, input)
  const [exitCode] = (await exit) as [number | null]
  return { exitCode, ...text }
}

/** Starts a mock whose time stands still and whose random values repeat. */
export async function startCommand(main: string, words: readonly string[]): Promise<RunningMock> {
  const fixed = ['--port', '0', '--random-seed', seed, '--frozen-time', new Date(now).toISOString()]
  const { child, text, exit } = spawnCommand(main, ['start', ...fixed, ...words])
  const baseUrl = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', () => {
      const found = /ready on (http:\/\/\S+?) /.exec(text.stdout)?.[1]
      if (found !== undefined) resolve(found)
    })
    void exit.then(() => reject(new Error(`The mock ended: ${text.stderr}${text.stdout}`)))
  })
  return {
    baseUrl,
    banner: text.stdout,
    stop: async () => {
      child.kill('SIGTERM')
      await exit
    },
  }
}
