import { mkdirSync, statSync, type Stats } from 'node:fs'
import module from 'node:module'
import { dirname } from 'node:path'

/**
 * Has Node.js keep the compiled code of the command in this folder, which halves the time of every start but the first.
 * The folder is part of the package: it is as safe as the code, and goes with it. Where that belongs to another user,
 * nothing is written, and Node.js compiles as ever. Returns whether the code is kept.
 */
export function keepCompiledCode(folder: string): boolean {
  try {
    if (isOwn(statSync(dirname(folder)))) mkdirSync(folder, { recursive: true, mode: 0o700 })
    return isPrivate(statSync(folder)) && module.enableCompileCache(folder).directory !== undefined
  } catch {
    return false
  }
}

/** Node.js loads any code that it finds there, so no other user may write it. */
function isPrivate(stats: Stats): boolean {
  return isOwn(stats) && (process.geteuid === undefined || (stats.mode & 0o022) === 0)
}

/** Windows has no owners that Node.js knows. */
function isOwn({ uid }: Stats): boolean {
  return [uid, undefined].includes(process.geteuid?.())
}
