import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'

/** The program, as it is compiled. */
export const main = fileURLToPath(new URL('../../src/main.js', import.meta.url))

/** The program, as the package has it. */
const bundle = fileURLToPath(new URL('../../bundle/main.js', import.meta.url))

/** Words that run a program without what the runner of the tests loads into every Node.js that a test spawns. */
export function plainly(...words: readonly string[]): readonly string[] {
  return ['sh', '-c', 'unset NODE_OPTIONS; exec "$0" "$@"', ...words]
}

/** How long the end of a test waits for a mock to end by itself, in milliseconds. */
const timeoutMs = 5000

/** A running gm-mock, ended with the test whatever happens. */
export interface Running {
  readonly child: ChildProcess
  readonly stdout: () => string
  readonly stderr: () => string
  /** Resolves with the exit code; the signal where there is none. */
  readonly exit: Promise<number | NodeJS.Signals | null>
  /** Resolves with the base URL as soon as the ready line is there; rejects when the process ends before. */
  readonly ready: () => Promise<string>
}

type Variables = Readonly<Record<string, string>>

/** Spawns `gm-mock` in the environment of the tests, without the settings that may lie in it. */
export function spawnMock(t: Test, args: readonly string[], variables: Variables = {}): Running {
  return spawnProgram(t, plainly(process.execPath, bundle, ...args), variables)
}

/** The same with coverage, where the runner of the tests measures it: for what runs in no process of a test. */
export function spawnCovered(t: Test, args: readonly string[], variables: Variables = {}): Running {
  const isMeasured = process.env['_TAPJS_PROCESSINFO_COVERAGE_'] === '1'
  return isMeasured
    ? spawnProgram(t, [process.execPath, main, ...args], variables)
    : spawnMock(t, args, variables)
}

/** Spawns any program in the same environment. */
export function spawnProgram(
  t: Test,
  [program = '', ...args]: readonly string[],
  variables: Variables = {},
): Running {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('GM_MOCK_') && name !== 'PORT')
  const child = spawn(program, args, {
    env: { ...Object.fromEntries(own), ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const text = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk: Buffer) => (text.stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (text.stderr += chunk.toString()))
  const exit = once(child, 'close').then(
    ([code, signal]) => (code ?? signal) as number | NodeJS.Signals | null,
  )
  t.teardown(async () => {
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs)
    child.kill('SIGTERM')
    await exit
    clearTimeout(timer)
  })
  const ready = (): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const baseUrl = /ready on (http:\/\/\S+?) /.exec(text.stdout)?.[1]
        if (baseUrl !== undefined) resolve(baseUrl)
      }
      child.stdout.on('data', look)
      look()
      void exit.then((code) => reject(new Error(`ended with ${code} before it was ready: ${text.stderr}`)))
    })
  return { child, stdout: () => text.stdout, stderr: () => text.stderr, exit, ready }
}

/** Runs `gm-mock` to its end. */
export async function runMock(t: Test, args: readonly string[], variables: Variables = {}) {
  return endOf(spawnMock(t, args, variables))
}

/** Resolves with what a process has said when it has ended. */
export async function endOf({ exit, stdout, stderr }: Running) {
  return { code: await exit, stdout: stdout(), stderr: stderr() }
}

/** A port on which nothing listens any more. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** A call to POST /gm of the demo world whose body is cut in two, so that it is in flight until `finish`. */
export async function beginCall(
  t: Test,
  baseUrl: string,
): Promise<{ readonly finish: () => Promise<string> }> {
  const body = JSON.stringify({ gmAction: 'QUERY', accessToken: 'demo-bearer', grantId: 'demo-grant' })
  const socket = connect(Number(new URL(baseUrl).port), '127.0.0.1')
  t.teardown(() => socket.destroy())
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  const head = [
    'POST /api/4277000001/gm HTTP/1.1',
    'Host: localhost',
    'Authorization: Bearer demo-service-token',
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    'Expect: 100-continue',
  ]
  socket.write(`${head.join('\r\n')}\r\n\r\n`)
  await once(socket, 'data')
  socket.write(body.slice(0, 10))
  return {
    finish: async () => {
      socket.write(body.slice(10))
      return readAll(socket)
    },
  }
}

async function readAll(socket: Socket): Promise<string> {
  let text = ''
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()))
  await once(socket, 'close')
  return text
}

/** Resolves when nothing accepts connections at this place any more. */
export async function refusesConnections(baseUrl: string): Promise<void> {
  for (;;) {
    const socket = connect(Number(new URL(baseUrl).port), '127.0.0.1')
    try {
      await once(socket, 'connect')
    } catch {
      return
    } finally {
      socket.destroy()
    }
  }
}
