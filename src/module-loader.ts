import module, { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { runScript } from './compiled-code.ts'

/** How the modules of the command are spread over files. */
interface ModuleFiles {
  readonly folder: URL
  /** Each file is a table of modules: their names. */
  readonly files: Readonly<Record<string, readonly string[]>>
  /** The files whose compiled code is kept. */
  readonly kept: readonly string[]
}

interface Module {
  exports: unknown
}

interface ImportMeta {
  readonly url: string
  readonly resolve: (name: string) => string
}

type Require = (name: string) => unknown
type Table = Readonly<Record<string, (module: Module, require: Require, importMeta: ImportMeta) => void>>

/**
 * Requires modules from tables in a few files. A module in its own file is found, read, decoded and linked by itself: for
 * seventy of them that was a quarter of a start. `keep` keeps the compiled code of what has run.
 */
export function createModuleLoader({ folder, files, kept }: ModuleFiles, codeFolder: string | undefined) {
  const requireFile: Require = createRequire(folder)
  const importMeta = {
    url: folder.href,
    resolve: (name: string) => pathToFileURL(createRequire(folder).resolve(name)).href,
  }
  const places = new Map(
    Object.entries(files).flatMap(([file, names]) => names.map((name) => [name, file] as const)),
  )
  const tables = new Map<string, Table>()
  const modules = new Map<string, Module>()
  const keepers: (() => void)[] = []

  function requireModule(name: string): unknown {
    const file = places.get(name)
    return file === undefined ? requireFile(name) : (modules.get(name) ?? runModule(name, file)).exports
  }

  function runModule(name: string, file: string): Module {
    const made: Module = { exports: {} }
    modules.set(name, made)
    const table = tables.get(file) ?? loadTable(file)
    table[name]?.(made, requireModule, importMeta)
    return made
  }

  function loadTable(file: string): Table {
    const table = kept.includes(file) ? runKept(file) : (requireFile(`./${file}`) as Table)
    tables.set(file, table)
    return table
  }

  function runKept(file: string): Table {
    const script = runScript(new URL(file, folder), codeFolder)
    keepers.push(script.keep)
    return script.value as Table
  }

  function keep(): void {
    for (const keepFile of keepers) keepFile()
    // Not only at the end, which a process that is killed does not reach.
    module.flushCompileCache()
  }

  return { requireModule, keep }
}
