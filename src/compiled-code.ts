import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync, type Stats } from 'node:fs'
import module from 'node:module'
import { basename, dirname, join } from 'node:path'
import vm from 'node:vm'
import zlib from 'node:zlib'

/**
 * Has Node.js keep the compiled code of the command in this folder, which halves the time of every start but the first.
 * The folder is part of the package: it is as safe as the code, and goes with it. Where that belongs to another user,
 * nothing is written, and Node.js compiles as ever. Returns where `runScript` may keep code too: this folder, or the one
 * that a variable of Node.js names.
 */
export function keepCompiledCode(folder: string): string | undefined {
  try {
    if (isOwn(statSync(dirname(folder)))) mkdirSync(folder, { recursive: true, mode: 0o700 })
    const { directory } = isPrivate(statSync(folder)) ? module.enableCompileCache(folder) : {}
    return directory !== undefined && isPrivate(statSync(directory)) ? directory : undefined
  } catch {
    return undefined
  }
}

/** What a script has returned, and a function that keeps its compiled code. */
interface KeptScript {
  readonly value: unknown
  readonly keep: () => void
}

/**
 * Runs a script of ASCII with its compiled code from the folder, if there is one. Node.js keeps the code of a file as it
 * is before the file runs, without most functions, so each is compiled again at every start: `keep` is for when they have
 * run.
 */
export function runScript(url: URL, folder: string | undefined): KeptScript {
  const source = readFileSync(url)
  const file = folder && join(folder, `${basename(url.pathname)}-${process.version}-${process.arch}`)
  const sum = zlib.crc32(source)
  const cachedData = file === undefined ? undefined : readCode(file, sum)
  const script = new vm.Script(source.toString('latin1'), { filename: url.href, cachedData })
  const isKept = cachedData !== undefined && script.cachedDataRejected === false
  const keep = (): void => {
    if (file !== undefined && !isKept) writeCode(file, script.createCachedData(), sum)
  }
  return { value: script.runInThisContext(), keep }
}

const headLength = 8

/** V8 believes what it reads, so a file that was cut off, or made from another source, is not passed on to it. */
function readCode(file: string, sourceSum: number): Buffer | undefined {
  try {
    const content = readFileSync(file)
    const code = content.subarray(headLength)
    return makeHead(code, sourceSum).equals(content.subarray(0, headLength)) ? code : undefined
  } catch {
    return undefined
  }
}

/** A disk that is full, or a folder that is gone, costs the next start its time and this one nothing. */
function writeCode(file: string, code: Buffer, sourceSum: number): void {
  const unfinished = `${file}.${process.pid}`
  try {
    writeFileSync(unfinished, Buffer.concat([makeHead(code, sourceSum), code]), { mode: 0o600 })
    renameSync(unfinished, file)
  } catch {
    rmSync(unfinished, { force: true })
  }
}

function makeHead(code: Buffer, sourceSum: number): Buffer {
  const head = Buffer.alloc(headLength)
  head.writeUInt32LE(sourceSum, 0)
  head.writeUInt32LE(zlib.crc32(code), 4)
  return head
}

/** Node.js loads any code that it finds there, so no other user may write it. */
function isPrivate(stats: Stats): boolean {
  return isOwn(stats) && (process.geteuid === undefined || (stats.mode & 0o022) === 0)
}

/** Windows has no owners that Node.js knows. */
function isOwn({ uid }: Stats): boolean {
  return [uid, undefined].includes(process.geteuid?.())
}
