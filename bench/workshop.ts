import { execFileSync, fork, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Account } from './account.ts'

/** The built command. */
export const mainFile = 'bundle/main.js'

const readyMilliseconds = 60_000
const stopMilliseconds = 10_000

/** A process that answers HTTP. */
export interface Served {
  readonly child: ChildProcess
  readonly baseUrl: string
  /** Whether it is the server that the benchmark is about, and not something that it is compared with. */
  readonly isMock: boolean
}

/** The temporary folder and the processes of one run; both are gone when the run ends, however it ends. */
export interface Workshop {
  readonly folder: string
  /** Runs a compiled file of this package until its output matches, and answers what matched. */
  readonly run: (file: string, parameters: readonly string[], awaited: RegExp) => Promise<Served>
  /** Runs a compiled file that is talked to by messages. */
  readonly employ: (file: string) => ChildProcess
  readonly stop: (served: Served) => Promise<void>
}

export function openWorkshop(account: Account): Workshop {
  const folder = mkdtempSync(join(tmpdir(), 'gm-mock-bench-'))
  const children = new Set<ChildProcess>()
  process.once('exit', () => {
    for (const child of children) child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      account.end()
      console.log(account.describeEnd())
      process.exit(128 + constants.signals[signal])
    })
  }
  const keep = (child: ChildProcess): ChildProcess => {
    children.add(child)
    child.once('exit', () => children.delete(child))
    return child
  }
  return {
    folder,
    run: async (file, parameters, awaited) => {
      const child = keep(
        spawn(process.execPath, [builtFile(file), ...parameters], {
          stdio: ['ignore', 'pipe', 'inherit'],
          env: plainEnvironment(),
        }),
      )
      return { child, baseUrl: await readUntil(child, awaited), isMock: file === mainFile }
    },
    employ: (file) => keep(fork(builtFile(file), { serialization: 'advanced', env: plainEnvironment() })),
    stop: async ({ child }) => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit', { signal: AbortSignal.timeout(stopMilliseconds) })
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** A path below `build/`, seen from this file once it is compiled. */
function builtFile(file: string): string {
  return fileURLToPath(new URL(`../${file}`, import.meta.url))
}

/** A file of the package that is not compiled. */
export function readPackageFile(file: string): string {
  return readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')
}

/** The settings of whoever runs the benchmark must not become the server's. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => name !== 'PORT' && !name.startsWith('GM_MOCK_'))
  return Object.fromEntries(kept)
}

async function readUntil({ stdout, exitCode }: ChildProcess, awaited: RegExp): Promise<string> {
  if (stdout === null || exitCode !== null) throw new Error('a process of the benchmark has no output')
  return new Promise((resolve, reject) => {
    let text = ''
    const fail = (): void => reject(new Error(`a process of the benchmark did not get ready: ${text}`))
    const timer = setTimeout(fail, readyMilliseconds)
    stdout.once('end', fail)
    const read = (chunk: Buffer): void => {
      text += chunk.toString('utf8')
      const found = awaited.exec(text)
      if (found === null) return
      clearTimeout(timer)
      // What it prints later is read and dropped: a full pipe would stop it.
      stdout.off('data', read).resume()
      resolve(found[1] ?? '')
    }
    stdout.on('data', read)
  })
}

/** Resident memory of a process in megabytes (10^6 octets). */
export function readMemory({ pid }: ChildProcess): number {
  const kibibytes =
    process.platform === 'linux'
      ? /^VmRSS:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
      : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })
  return (Number(kibibytes) * 1024) / 1e6
}
