import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * Copies the types that the library exports, and those that they are made of, for ES modules and for CommonJS: a compiler
 * that reads a file as one of these refuses what it imports from the other.
 */
const source = 'build'
const target = 'build/types'
const entries = ['src/index.d.ts', 'src/testkit.d.ts']

/** They name types of Node.js, which a project may not list in its settings. */
const preamble = '/// <reference types="node" />\n'

const specifier = /((?:\bfrom |\bimport\()['"])(\.[^'"]+)\.ts(['"])/g

rmSync(target, { recursive: true, force: true })
for (const name of listReachable(entries)) {
  const text = readFileSync(join(source, name), 'utf8').replace(/^\/\/# sourceMappingURL=.*/m, '')
  mkdirSync(dirname(join(target, name)), { recursive: true })
  for (const [extension, module] of [
    ['.d.ts', '.js'],
    ['.d.cts', '.cjs'],
  ]) {
    const written = preamble + text.replace(specifier, `$1$2${module}$3`)
    writeFileSync(join(target, name.replace(/\.d\.ts$/, extension)), written)
  }
}

/** These files and all that they import from each other. */
function listReachable(names) {
  const reached = new Set(names)
  for (const name of reached) {
    for (const [, , path] of readFileSync(join(source, name), 'utf8').matchAll(specifier)) {
      reached.add(join(dirname(name), `${path}.d.ts`))
    }
  }
  return reached
}
