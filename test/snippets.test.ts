import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { transformSync } from 'esbuild'
import t, { type Test } from 'tap'
import { spawnMock } from './cli/child.ts'

/** Every document with something to paste. */
const documents = ['README.md', ...readdirSync('docs').map((name) => join('docs', name))]

interface Snippet {
  readonly line: number
  readonly language: string
  readonly text: string
}

/** The blocks of a document that are to be run: those of these languages that do not say `not run`. */
function readSnippets(document: string): readonly Snippet[] {
  const blocks = document.matchAll(/^```(sh|js|cjs|ts)\n(.*?)^```$/gms)
  return [...blocks].map(({ 1: language = '', 2: text = '', index }) => ({
    line: document.slice(0, index).split('\n').length,
    language,
    text,
  }))
}

/** One script of all snippets, so that what one has set is there for the next. */
function writeScript(folder: string, snippets: readonly Snippet[]): string {
  const parts = snippets.map(({ line, language, text }) => {
    const place = `echo "--- line ${line}" >&2`
    if (language === 'sh') return `${place}\n${text}`
    const file = `line-${line}.${language === 'cjs' ? 'cjs' : 'mjs'}`
    writeFileSync(join(folder, file), language === 'ts' ? transformSync(text, { loader: 'ts' }).code : text)
    return `${place}\nnode ${file}`
  })
  return ['set -euo pipefail', ...parts].join('\n')
}

/** A folder as a reader has it who stands in the repository, with the command on the path. */
function furnish(t: Test): string {
  const folder = t.testdir({ bin: {}, '.curlrc': 'fail\n' })
  symlinkSync(resolve('fixtures'), join(folder, 'fixtures'))
  const command = `exec '${process.execPath}' '${resolve('build/bundle/main.js')}' "$@"\n`
  const shims = { 'gm-mock': `#!/bin/sh\n${command}`, npx: `#!/bin/sh\nshift\n${command}` }
  for (const [name, text] of Object.entries(shims)) {
    writeFileSync(join(folder, 'bin', name), text)
    chmodSync(join(folder, 'bin', name), 0o755)
  }
  return folder
}

async function runScript(folder: string, script: string, port: string) {
  const child = spawn('bash', ['-c', script], {
    cwd: folder,
    env: {
      ...process.env,
      PATH: [join(folder, 'bin'), process.env['PATH']].join(delimiter),
      GM_MOCK_PORT: port,
      GM_MOCK_URL: `http://127.0.0.1:${port}`,
      CURL_HOME: folder,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const text = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk: Buffer) => (text.stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (text.stderr += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, ...text }
}

for (const name of documents) {
  const document = readFileSync(name, 'utf8')
  const snippets = readSnippets(document)
  if (snippets.length === 0) continue
  t.test(`what ${name} says can be pasted, from top to bottom`, async (t) => {
    const baseUrl = await spawnMock(t, ['--port', '0', '--log-level', 'info']).ready()
    const { port } = new URL(baseUrl)
    const own = snippets.map(({ text, ...snippet }) => ({
      ...snippet,
      text: text.replaceAll('127.0.0.1:4277', `127.0.0.1:${port}`),
    }))
    const folder = furnish(t)
    const { code, stdout, stderr } = await runScript(folder, writeScript(folder, own), port)
    t.equal(code, 0, `${stdout.slice(-2000)}\n${stderr.slice(-2000)}`)
  })
}
