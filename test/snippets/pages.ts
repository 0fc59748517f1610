import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { transformSync } from 'esbuild'
import type { Test } from 'tap'
import { freePort, spawnMock } from '../cli/child.ts'
import { prepareService, readSnippets, runScript, type Snippet } from './snippets.ts'

/** Every document with something to paste. */
const documents = ['README.md', ...readdirSync('docs').map((name) => join('docs', name))]

const half = Math.ceil(documents.length / 2)

/** The documents in two halves, so that they can be tried at the same time. */
export const [firstPages, laterPages] = [documents.slice(0, half), documents.slice(half)]

/** What may stand behind the fence of a block: nothing else, so that no block is left out by its name. */
const languages = [
  '',
  'sh',
  'sh not run',
  'js',
  'cjs',
  'cjs not run',
  'ts',
  'json',
  'text',
  'yaml',
  'java',
  'go',
  'ruby',
]

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

/** What matches a text that has an ellipsis for anything, however it is broken into lines. */
function matchPrinted(printed: string): RegExp {
  const literal = printed.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^\\s*${literal.replace(/\s+/g, '\\s*').replaceAll('…', '[^]*?')}\\s*$`)
}

/** What a document says can be pasted, from top to bottom. */
export function tryPage(t: Test, name: string): void {
  const document = readFileSync(name, 'utf8')
  const snippets = readSnippets(document)
  const pasted = snippets.filter(({ language }) => ['sh', 'js', 'cjs', 'ts'].includes(language))
  t.test(`${name} names the languages of its blocks as the other documents do`, async (t) => {
    const opened = [...document.matchAll(/^```(.*)$/gm)].filter((_, index) => index % 2 === 0)
    for (const { 1: language = '' } of opened) t.ok(languages.includes(language), language)
  })
  if (pasted.length === 0) return
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
