import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { transform } from 'esbuild'

/** What a refused command line loads, what `validate` loads besides, and what a start loads besides. */
const kept = {
  command: ['build/src/cli/command.js', 'build/src/cli/terminal.js', 'build/src/cli/commands/start.js'],
  fixtures: ['build/src/fixtures/fixtures-error.js', 'build/src/fixtures/check-file.js'],
  mock: ['build/src/app.js', 'node_modules/pino/pino.js', 'node_modules/pino-pretty/index.js'],
}

/**
 * Writes the modules of a build that is split as tables of functions: some large ones whose compiled code is kept, and
 * one for each module that few calls need. Returns the files, and the text of the module that stands in place of
 * `build/src/load-command.js`.
 */
export async function writeModuleTables({ outputFiles, metafile }) {
  const texts = outputFiles.map(async ({ path, text }) => [`./${basename(path)}`, await writeBody(text)])
  const bodies = new Map(await Promise.all(texts))
  const large = Object.entries(spread(metafile)).map(([title, names]) =>
    writeTable(title, 'js', names, bodies),
  )
  const written = large.flatMap(({ names }) => names)
  const others = [...bodies.keys()].filter((name) => !written.includes(name))
  const small = others.map((name) => writeTable(basename(name, '.js'), 'cjs', [name], bodies))
  const files = [...large, ...small]
  return { files, loader: writeLoader(files, large) }
}

/** The names of the modules for each large table. */
function spread(metafile) {
  const seen = new Set()
  return Object.fromEntries(
    Object.entries(kept).map(([title, entries]) => {
      const paths = entries.map((entry) => findOutput(metafile, entry))
      return [title, collect(metafile, paths, seen).map((path) => `./${basename(path)}`)]
    }),
  )
}

function findOutput({ outputs }, entry) {
  const found = Object.keys(outputs).find((path) => outputs[path].entryPoint === entry)
  if (found === undefined) throw new Error(`${entry} is not loaded by itself`)
  return found
}

/** The modules that were not seen among some and those that they import at once. */
function collect({ outputs }, paths, seen) {
  return paths.flatMap((path) => {
    if (seen.has(path) || outputs[path] === undefined) return []
    seen.add(path)
    const imports = outputs[path].imports.filter(({ kind }) => kind === 'import-statement')
    return [
      path,
      ...collect(
        { outputs },
        imports.map((imported) => imported.path),
        seen,
      ),
    ]
  })
}

/** A large table is the value of a script, a small one the export of a file that Node.js requires. */
function writeTable(title, extension, names, bodies) {
  const members = names.map((name) => `${JSON.stringify(name)}: ${bodies.get(name)}`)
  const text = `'use strict';\n${extension === 'cjs' ? 'module.exports = ' : ''}({\n${members.join(',\n')}\n})\n`
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8).toUpperCase()
  return { name: `${title}-${hash}.${extension}`, names, contents: Buffer.from(text) }
}

function writeLoader(files, large) {
  return `
    import { fileURLToPath } from 'node:url'
    import { keepCompiledCode } from './compiled-code.js'
    import { createModuleLoader } from './module-loader.js'
    const folder = new URL('./', import.meta.url)
    const files = ${JSON.stringify(Object.fromEntries(files.map(({ name, names }) => [name, names])))}
    const kept = ${JSON.stringify(large.map(({ name }) => name))}
    export async function loadCommand() {
      const codeFolder = keepCompiledCode(fileURLToPath(new URL('../cache', folder)))
      const { requireModule, keep } = createModuleLoader({ folder, files, kept }, codeFolder)
      const { runCommand } = requireModule('./command.js')
      const { ownTerminal } = requireModule('./terminal.js')
      return { runCommand, ownTerminal, keepCode: keep }
    }`
}

/** A function with the text of a module. Names are bound when it runs: through its exports each use would be a call. */
async function writeBody(text) {
  const bound = text.replace(
    /^import \{([^}]*)\} from ("\.\/[^"]+");$/gm,
    (_, names, from) => `var {${names.replaceAll(' as ', ': ')}} = require(${from});`,
  )
  // esbuild drops all comments but those of this form; which file a function is from is of use.
  const { code } = await transform(bound.replace(/^\/\/ (?=build|node_modules)/gm, '//! '), {
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    supported: { 'dynamic-import': false },
    define: { 'import.meta': 'importMeta' },
    logLevel: 'warning',
  })
  return `function (module, require, importMeta) {\n${escapeOthers(code.replaceAll(/^\/\/! /gm, '// '))}}`
}

/** A file in ASCII is read one octet a character. What esbuild leaves are comments and regular expressions. */
function escapeOthers(text) {
  return text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
