import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Ends with 0 if what the package ships was built from these sources, so that an installation and a start need not build
 * it again; `--note` notes that it was. Contents are compared: a checkout or a copy gives files any time.
 */
const sources = ['fixtures', 'schema', 'src', 'tsconfig.json', 'package.json', 'package-lock.json', '.']
const built = [
  'bundle/main.js',
  'bundle/index.js',
  'bundle/index.cjs',
  'bundle/testkit.cjs',
  'types/src/index.d.cts',
]
const note = 'build/fresh.txt'

if (process.argv.includes('--note')) writeFileSync(note, digest())
else if (!isFresh()) refuse()

function isFresh() {
  const files = [note, ...built.map((name) => join('build', name))]
  return files.every((file) => existsSync(file)) && readFileSync(note, 'utf8') === digest()
}

/** Without a compiler there is nothing to do but to say so: an installation without it is no failure. */
function refuse() {
  if (existsSync('node_modules/typescript')) process.exit(1)
  process.stderr.write(
    'Not built: the compiler is missing. Install the development packages too (npm ci), then npm run build.\n',
  )
}

function digest() {
  const hash = createHash('sha256')
  const files = [...sources.flatMap(listFiles), ...built.map((name) => join('build', name))]
  for (const file of [...new Set(files)].toSorted((one, other) => (one < other ? -1 : 1)))
    hash.update(`${file}\n`).update(readFileSync(file))
  return hash.digest('hex')
}

/** The files of a folder; of this one only the scripts that build. */
function listFiles(path) {
  if (path === '.') return readdirSync(path).filter((name) => name.endsWith('.mjs'))
  if (!existsSync(path) || !statSync(path).isDirectory()) return existsSync(path) ? [path] : []
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(path, name))
  return names.filter((name) => statSync(name).isFile())
}
