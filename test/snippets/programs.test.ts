import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parse } from 'yaml'
import { freePort, spawnMock } from '../cli/child.ts'
import { prepareService, readSnippets, runScript, writeCommand, type Snippet } from './snippets.ts'

/** The tools of the steps in YAML. Each wants a mock, but the one that installs. */
const stub = '[ "$1" = ci ] || [ -n "$AUTHLETE_BASE_URL" ]'
const stubs = { npm: stub, mvn: stub, go: stub, bundle: stub }

interface Step {
  readonly run?: string
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

/** Whether a tool is on this machine and works. */
function hasTool(tool: string, ...args: readonly string[]): boolean {
  return spawnSync(tool, args, { stdio: 'ignore' }).status === 0
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
