import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'
import { transformSync } from 'esbuild'
import t, { type Test } from 'tap'
import { parse } from 'yaml'
import { freePort, spawnMock } from './cli/child.ts'

/** Every document with something to paste. */
const documents = ['README.md', ...readdirSync('docs').map((name) => join('docs', name))]

/** What may stand behind the fence of a block: nothing else, so that no block is left out by its name. */
const languages = ['', 'sh', 'sh not run', 'js', 'cjs', 'ts', 'json', 'text', 'yaml', 'java', 'go', 'ruby']

/** The tools of the steps in YAML. Each wants a mock, but the one that installs. */
const stub = '[ "$1" = ci ] || [ -n "$AUTHLETE_BASE_URL" ]'
const stubs = { npm: stub, mvn: stub, go: stub, bundle: stub }

interface Snippet {
  readonly line: number
  readonly language: string
  readonly text: string
  /** What it prints, where the document says so in one line: an ellipsis stands for anything. */
  readonly printed: string | undefined
}

interface Step {
  readonly run?: string
}

/** The blocks of a document that are in a language and do not say `not run`. */
function readSnippets(document: string): readonly Snippet[] {
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

/** One script of all snippets, so that what one has set is there for the next. */
function writeScript(folder: string, snippets: readonly Snippet[]): string {
  const parts = snippets.map(({ line, language, text }) => {
    const place = `echo "--- line ${line}" >&2`
    if (language === 'sh') return `${place}\n{\n${text}} > line-${line}.out\ncat line-${line}.out`
    const file = `line-${line}.${language === 'cjs' ? 'cjs' : 'mjs'}`
    writeFileSync(join(folder, file), language === 'ts' ? transformSync(text, { loader: 'ts' }).code : text)
    return `${place}\nnode ${file}`
  })
  return ['set -euo pipefail', "trap 'kill $(jobs -p) 2> /dev/null || true' EXIT", ...parts].join('\n')
}

/** One script of the steps of all workflows, each with the variables that those before it have handed on. */
function writeWorkflow(snippets: readonly Snippet[]): string {
  const runs = snippets.flatMap(({ text }) => readSteps(text)).flatMap(({ run }) => run ?? [])
  const parts = runs.map((run) => `{\n${run}\n}\nset -a; . "$GITHUB_ENV"; set +a`)
  return ['set -euo pipefail', "trap 'kill $(jobs -p)' EXIT", ': > "$GITHUB_ENV"', ...parts].join('\n')
}

function readSteps(text: string): readonly Step[] {
  const workflow = parse(text) as readonly Step[] | { readonly steps: readonly Step[] }
  return 'steps' in workflow ? workflow.steps : workflow
}

/** What matches a text that has an ellipsis for anything, however it is broken into lines. */
function matchPrinted(printed: string): RegExp {
  const literal = printed.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^\\s*${literal.replace(/\s+/g, '\\s*').replaceAll('…', '[^]*?')}\\s*$`)
}

/** A folder as a reader has it who stands in the repository, with the command on the path. */
function prepareService(t: Test): string {
  const folder = t.testdir({ bin: {}, '.curlrc': 'fail\n' })
  symlinkSync(resolve('fixtures'), join(folder, 'fixtures'))
  const command = `exec '${process.execPath}' '${resolve('build/bundle/main.js')}' "$@"\n`
  const shims = { 'gm-mock': `#!/bin/sh\n${command}`, npx: `#!/bin/sh\nshift\n${command}` }
  for (const [name, text] of Object.entries(shims)) writeCommand(join(folder, 'bin', name), text)
  return folder
}

function writeCommand(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  chmodSync(path, 0o755)
}

async function runScript(folder: string, script: string, port: string) {
  const child = spawn('bash', ['-c', script], {
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

/** Whether a tool is on this machine and works. */
function hasTool(tool: string, ...args: readonly string[]): boolean {
  return spawnSync(tool, args, { stdio: 'ignore' }).status === 0
}

for (const name of documents) {
  const document = readFileSync(name, 'utf8')
  const snippets = readSnippets(document)
  const pasted = snippets.filter(({ language }) => ['sh', 'js', 'cjs', 'ts'].includes(language))
  t.test(`${name} names the languages of its blocks as the other documents do`, async (t) => {
    const opened = [...document.matchAll(/^```(.*)$/gm)].filter((_, index) => index % 2 === 0)
    for (const { 1: language = '' } of opened) t.ok(languages.includes(language), language)
  })
  if (pasted.length === 0) continue
  t.test(`what ${name} says can be pasted, from top to bottom`, async (t) => {
    const baseUrl = await spawnMock(t, ['--port', '0', '--log-level', 'info']).ready()
    const { port } = new URL(baseUrl)
    const serverPort = await freePort()
    const own = pasted.map(({ text, ...snippet }) => ({
      ...snippet,
      text: text.replaceAll('127.0.0.1:4277', `127.0.0.1:${port}`).replaceAll('4300', `${serverPort}`),
    }))
    const folder = prepareService(t)
    const { code, stdout, stderr } = await runScript(folder, writeScript(folder, own), port)
    t.equal(code, 0, `${stdout.slice(-2000)}\n${stderr.slice(-2000)}`)
    for (const { line, printed } of own) {
      if (printed === undefined || code !== 0) continue
      const actual = readFileSync(join(folder, `line-${line}.out`), 'utf8')
      t.match(actual, matchPrinted(printed), `line ${line} prints what stands below it`)
    }
  })
}

const page = readSnippets(readFileSync('docs/command-line.md', 'utf8'))

/** The blocks of the command line's page in a language, of which there must be one. */
function select(language: string): readonly Snippet[] {
  const snippets = page.filter((snippet) => snippet.language === language)
  if (snippets.length === 0) throw new Error(`docs/command-line.md has no block in ${language}`)
  return snippets
}

t.test('every step of the workflows finds a mock', async (t) => {
  const folder = prepareService(t)
  for (const [tool, text] of Object.entries(stubs)) {
    writeCommand(join(folder, 'stubs', tool), `#!/bin/sh\necho "${tool} $*" >> ran.txt\n${text}\n`)
  }
  const { code, stdout, stderr } = await runScript(
    folder,
    writeWorkflow(select('yaml')),
    `${await freePort()}`,
  )
  t.equal(code, 0, `${stdout.slice(-2000)}\n${stderr.slice(-2000)}`)
  const ran = readFileSync(join(folder, 'ran.txt'), 'utf8').trim().split('\n')
  t.strictSame(ran, ['npm ci', 'npm test', 'npm test', 'mvn test', 'go test ./...', 'bundle exec rspec'])
})

t.test(
  'the program in Go mints a token',
  { skip: !hasTool('go', 'version') && 'Go is not on this machine' },
  async (t) => {
    const { port } = new URL(await spawnMock(t, ['--port', '0', '--log-level', 'info']).ready())
    const folder = prepareService(t)
    for (const { text } of select('go')) {
      writeFileSync(join(folder, 'main.go'), text)
      const { code, stdout, stderr } = await runScript(folder, 'go vet main.go && go run main.go', port)
      t.equal(code, 0, stderr)
      t.match(JSON.parse(stdout), { accessToken: String, grantId: String, request: {} })
    }
  },
)

t.test(
  'the class in Java compiles with what it calls of the library of Authlete',
  { skip: !hasTool('javac', '-version') && 'a Java compiler is not on this machine' },
  async (t) => {
    const setters = ['setApiVersion', 'setBaseUrl', 'setServiceApiKey', 'setServiceAccessToken']
    const type = 'AuthleteSimpleConfiguration'
    const methods = setters.map((setter) => `public ${type} ${setter}(String value) { return this; }`)
    const library = `package com.authlete.common.conf;\npublic class ${type} {\n${methods.join('\n')}\n}\n`
    const folder = prepareService(t)
    for (const { text } of select('java')) {
      writeFileSync(join(folder, `${type}.java`), library)
      writeFileSync(join(folder, 'snippet.java'), text)
      const { code, stderr } = await runScript(folder, `javac -d classes ${type}.java snippet.java`, '0')
      t.equal(code, 0, stderr)
    }
  },
)

t.test(
  'the script in Ruby is Ruby',
  { skip: !hasTool('ruby', '--version') && 'Ruby is not on this machine' },
  async (t) => {
    const folder = prepareService(t)
    for (const { text } of select('ruby')) {
      writeFileSync(join(folder, 'snippet.rb'), text)
      const { code, stderr } = await runScript(folder, 'ruby -c snippet.rb', '0')
      t.equal(code, 0, stderr)
    }
  },
)
