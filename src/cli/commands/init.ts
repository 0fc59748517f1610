import { generateKeyPair } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { dirname, extname, isAbsolute, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Argument, Option } from 'commander'
import { fixturesSchema, starterFixtures } from '../../base/package-files.ts'
import { CommandError, usageError } from '../command-error.ts'
import type { Call, Subcommand } from '../subcommand.ts'
import { quoteForShell } from '../variables.ts'

const defaultFile = 'gm-mock.yaml'

/** The published schema, for an editor on a machine that has the package elsewhere. */
const publishedSchema = 'http://127.0.0.1:4277/_mock/schema/fixtures'

export const subcommand: Subcommand = {
  description:
    'Writes fixtures to start from, as JSON if the name ends in .json, else as YAML, with new keys that sign ID tokens. Never overwrites a file without --force.',
  arguments: [new Argument('[file]', `the file to write (default: ${defaultFile})`)],
  options: [new Option('--force', 'overwrite an existing file')],
  examples: [
    ['gm-mock init', `write ${defaultFile}`],
    ['gm-mock init test/fixtures.json', 'write JSON'],
  ],
  run: init,
}

async function init({ arguments: [file = defaultFile], options, terminal }: Call): Promise<void> {
  const starter = addKeys(await readFile(starterFixtures(), 'utf8'), await makeKeys())
  const schema = referToSchema(file, fileURLToPath(fixturesSchema()))
  const text =
    extname(file) === '.json'
      ? await writeJson(schema, starter)
      : `# yaml-language-server: $schema=${schema}\n#\n${starter}`
  try {
    await writeFile(file, text, { flag: options['force'] === true ? 'w' : 'wx' })
  } catch (error) {
    throw new CommandError(explain(error as NodeJS.ErrnoException, file), usageError)
  }
  terminal.print(`Wrote ${file}. Start with it: npx gm-mock --fixtures ${quoteIfNeeded(file)}\n`)
}

function quoteIfNeeded(word: string): string {
  return /^[\w./:@%+,=-]+$/.test(word) ? word : quoteForShell(word)
}

/** The place of the keys in the file to start from. */
const keysPlace = / *# jwks\n/

function addKeys(starter: string, keys: readonly string[]): string {
  const indent = ' '.repeat(4)
  const lines = ['jwks: |', '  {"keys":[', `  ${keys.join(`,\n${indent}  `)}`, '  ]}', '']
  return starter.replace(keysPlace, () =>
    lines.map((line) => (line === '' ? '' : `${indent}${line}`)).join('\n'),
  )
}

/** New private keys as JSON, for the default algorithm of ID tokens and for a short one. */
async function makeKeys(): Promise<readonly string[]> {
  const generate = promisify(generateKeyPair)
  const [rsa, ec] = [
    await generate('rsa', { modulusLength: 2048 }),
    await generate('ec', { namedCurve: 'P-256' }),
  ]
  const signing = { use: 'sig' }
  return [
    { kid: 'my-rs256', ...signing, alg: 'RS256', ...rsa.privateKey.export({ format: 'jwk' }) },
    { kid: 'my-es256', ...signing, alg: 'ES256', ...ec.privateKey.export({ format: 'jwk' }) },
  ].map((key) => JSON.stringify(key))
}

async function writeJson($schema: string, starter: string): Promise<string> {
  const { default: yaml } = await import('yaml')
  return `${JSON.stringify({ $schema, ...(yaml.parse(starter) as object) }, null, 2)}\n`
}

function explain({ code, message }: NodeJS.ErrnoException, file: string): string {
  if (code === 'EEXIST') return `${file} is there already. Give another name, or --force to write over it.`
  return `${file} cannot be written: ${message}`
}

/**
 * How a file names the schema: by a relative path, if that stays within the project, as in `node_modules` next to or
 * above the file; else as a mock on this machine publishes it.
 */
export function referToSchema(file: string, schema: string): string {
  const path = relative(dirname(resolve(file)), schema)
    .split(sep)
    .join('/')
  if (!path.startsWith('../') && !isAbsolute(path)) return `./${path}`
  return /^(?:\.\.\/)+node_modules\//.test(path) ? path : publishedSchema
}
