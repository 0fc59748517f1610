import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname } from 'node:path'
import { build } from 'esbuild'
import { commonJs } from './commonjs.mjs'
import { writeLicences } from './licences.mjs'
import { writeModuleTables } from './module-tables.mjs'
import { writeParsedTexts } from './parsed-texts.mjs'
import { writeCompiledSchemas } from './validators.mjs'

/**
 * Puts the command and the library into a few files, together with the dependencies, which consist of hundreds of small
 * ones: opening those files was a third of a start.
 *
 * A mock may run from these files and load some of them later. So a file is replaced as a whole, and the files of an
 * earlier build, whose names tell their content, stay until `--prune` is given.
 */
const folder = 'build/bundle'

/** One has native code; the other reads files of its own, and is loaded at the first call of `/docs`. */
const apart = ['better-sqlite3', '@fastify/swagger-ui']

const library = ['build/src/index.js', 'build/src/testkit.js']
const plugins = [
  { name: 'compiled schemas', setup: insertCompiledSchemas },
  { name: 'parsed texts', setup: insertParsedTexts },
  { name: 'required built-ins', setup: requireBuiltins },
]
const options = {
  outdir: folder,
  bundle: true,
  write: false,
  metafile: true,
  platform: 'node',
  target: 'node22',
  external: apart,
  plugins,
  logLevel: 'warning',
}
const modules = {
  ...options,
  format: 'esm',
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url)",
  },
}

const imported = await build({ ...modules, entryPoints: library, splitting: true })
const required = await build({ ...options, ...commonJs, entryPoints: library })
const command = await build({
  ...options,
  entryPoints: ['build/src/cli/command.js', 'build/src/cli/terminal.js'],
  format: 'esm',
  splitting: true,
})
const tables = await writeModuleTables(command)
const main = await build({
  ...modules,
  entryPoints: ['build/src/main.js'],
  plugins: [{ name: 'loader', setup: insertLoader }, ...plugins],
})

const inputs = { ...imported.metafile.inputs, ...command.metafile.inputs }
const licences = { path: `${folder}/LICENCES.txt`, contents: Buffer.from(writeLicences({ inputs })) }
const tableFiles = tables.files.map(({ name, contents }) => ({ path: `${folder}/${name}`, contents }))
const outputs = [imported, required, main].flatMap(({ outputFiles }) => outputFiles)
const files = [...outputs, ...tableFiles, licences]
const changed = files.filter(({ path, contents }) => replaceFile(path, contents))
// npx runs the command of this folder as it is; only what npm installs is made executable by npm.
chmodSync(`${folder}/main.js`, 0o755)
// What the command keeps of its code, which would grow with every build.
if (changed.length > 0) rmSync('build/cache', { recursive: true, force: true })
if (process.argv.includes('--prune')) removeOthers(files.map(({ path }) => basename(path)))

/**
 * Has our own files require built-in modules. An import reads all members of one at once, and some of node:http load a
 * whole HTTP client: 20 ms.
 */
function requireBuiltins({ onLoad }) {
  const imports = /^import (\{.*\}|\w+) from ('node:.*');$/gm
  onLoad({ filter: /\bbuild[/\\](?:src|schema)[/\\].*\.js$/ }, ({ path }) => ({
    contents: readFileSync(path, 'utf8').replace(
      imports,
      (_, names, name) => `const ${names.replaceAll(' as ', ': ')} = require(${name});`,
    ),
  }))
}

function insertCompiledSchemas({ onLoad }) {
  onLoad({ filter: /\bcompiled-schemas\.js$/ }, () => ({ contents: writeCompiledSchemas() }))
}

function insertParsedTexts({ onLoad }) {
  onLoad({ filter: /\bparsed-texts\.js$/ }, () => ({ contents: writeParsedTexts() }))
}

function insertLoader({ onLoad }) {
  onLoad({ filter: /\bload-command\.js$/ }, () => ({ contents: tables.loader }))
}

/** Returns whether the file is new. */
function replaceFile(path, contents) {
  if (existsSync(path) && readFileSync(path).equals(contents)) return false
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(`${path}.${process.pid}`, contents)
  renameSync(`${path}.${process.pid}`, path)
  return true
}

function removeOthers(names) {
  for (const name of readdirSync(folder)) if (!names.includes(name)) rmSync(`${folder}/${name}`)
}
