import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'
import type { Test } from 'tap'
import { plainly } from '../cli/child.ts'

export interface Snippet {
  readonly line: number
  readonly language: string
  readonly text: string
  /** What it prints, where the document says so in one line: an ellipsis stands for anything. */
  readonly printed: string | undefined
}

/** The blocks of a document that are in a language and do not say `not run`. */
export function readSnippets(document: string): readonly Snippet[] {
  const blocks = document.matchAll(
    /^```([a-z]+)\n(.*?)^```$(?:\n\n[^\n]*prints[^\n]*\n\n```(?:text|json)\n(.*?)^```$)?/gms,
  )
  return [...blocks].map(({ 1: language = '', 2: text = '', 3: printed, index }) => ({
    line: document.slice(0, index).split('\n').length,
    language,
    text,
    printed,
  }))
}

/** A folder as a reader has it who stands in the repository, with the command on the path. */
export function prepareService(t: Test): string {
  const folder = t.testdir({ bin: {}, '.curlrc': 'fail\n' })
  symlinkSync(resolve('fixtures'), join(folder, 'fixtures'))
  const command = `exec '${process.execPath}' '${resolve('build/bundle/main.js')}' "$@"\n`
  const shims = { 'gm-mock': `#!/bin/sh\n${command}`, npx: `#!/bin/sh\nshift\n${command}` }
  for (const [name, text] of Object.entries(shims)) writeCommand(join(folder, 'bin', name), text)
  return folder
}

export function writeCommand(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  chmodSync(path, 0o755)
}

/** Runs a script of a shell in such a folder, against the mock at a port. */
export async function runScript(folder: string, script: string, port: string) {
  const [program = '', ...words] = plainly('bash', '-c', script)
  const child = spawn(program, words, {
    cwd: folder,
    env: {
      ...process.env,
      PATH: [join(folder, 'stubs'), join(folder, 'bin'), process.env['PATH']].join(delimiter),
      GM_MOCK_PORT: port,
      GM_MOCK_URL: `http://127.0.0.1:${port}`,
      AUTHLETE_SERVICE_ID: '4277000001',
      GITHUB_ENV: join(folder, 'github.env'),
      CURL_HOME: folder,
      TMPDIR: folder,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const text = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk: Buffer) => (text.stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (text.stderr += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, ...text }
}
