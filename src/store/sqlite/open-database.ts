import { createRequire } from 'node:module'
import type Sqlite from 'better-sqlite3'

const unloadable = ['MODULE_NOT_FOUND', 'ERR_DLOPEN_FAILED']

/** Opens a database. Its package has native code, so an Error says in one line how to mend an installation. */
export function openDatabase(file: string, options: Sqlite.Options): Sqlite.Database {
  try {
    const Database = createRequire(import.meta.url)('better-sqlite3') as typeof Sqlite
    return new Database(file, options)
  } catch (error) {
    if (!unloadable.includes(String((error as NodeJS.ErrnoException).code))) throw error
    throw new Error(explainLoading(error as NodeJS.ErrnoException), { cause: error })
  }
}

function explainLoading(error: NodeJS.ErrnoException): string {
  const machine = `${process.platform}-${process.arch}`
  return `SQLite cannot be loaded on ${machine} with Node.js ${process.versions.node}: ${describeCause(error)}. Delete node_modules and install again, on this machine. Where better-sqlite3 has no binary, npm rebuild better-sqlite3 compiles one.`
}

function describeCause({ code, message }: NodeJS.ErrnoException): string {
  if (code !== 'MODULE_NOT_FOUND') return message.replace(/\.?\s*\n\s*/g, '; ')
  const lacksBinary = /^.*\.node'/.test(message)
  return lacksBinary ? 'the binary of better-sqlite3 is missing' : 'the package better-sqlite3 is missing'
}
