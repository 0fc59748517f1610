import { mkdirSync, statSync } from 'node:fs'
import module from 'node:module'
import { dirname } from 'node:path'

/**
 * Has Node.js keep the compiled code of the command in this folder, which halves the time of every start but the first.
 * The folder is part of the package: it is as safe as the code, and goes with it. Where that belongs to another user,
 * nothing is written, and Node.js compiles as ever. Returns whether the code is kept.
 */
export function keepCompiledCode(folder: string): boolean {
  try {
    if (isOwn(dirname(folder))) mkdirSync(folder, { recursive: true })
    return isOwn(folder) && module.enableCompileCache(folder).directory !== undefined
  } catch {
    return false
  }
}

/** Windows has no owners that Node.js knows. */
function isOwn(folder: string): boolean {
  return [statSync(folder).uid, undefined].includes(process.geteuid?.())
}
