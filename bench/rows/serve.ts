import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { mainFile, type Served, type Workshop } from '../workshop.ts'

const ready = /Base URL +(\S+)\s/

/** Starts the built command, and waits until it serves. */
export function serveMock(
  workshop: Workshop,
  parameters: readonly string[] = [],
  logLevel: 'info' | 'warn' = 'warn',
): Promise<Served> {
  return workshop.run(mainFile, ['--port', '0', '--log-level', logLevel, ...parameters], ready)
}

export function serveFloor(
  workshop: Workshop,
  name: 'look-ups' | 'proof' | 'revocation',
  parameters: readonly string[] = [],
): Promise<Served> {
  return workshop.run(`bench/floors/${name}.js`, parameters, /floor on (\S+)\s/)
}

/** Writes fixtures into the folder of the run; the answer is the file. */
export function writeFixtures(workshop: Workshop, name: string, fixtures: object): string {
  const file = join(workshop.folder, `${name}.json`)
  writeFileSync(file, JSON.stringify(fixtures))
  return file
}
