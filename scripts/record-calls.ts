import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createCaller } from './record/caller.ts'
import { startCommand } from './record/command.ts'
import { openLines } from './record/lines.ts'
import { recordOrdinaryUse } from './record/ordinary-use.ts'
import { recordCommandLines } from './record/command-lines.ts'
import { recordDocuments } from './record/documents.ts'
import { fixtures, ids } from './record/services.ts'
import { recordCatalogue } from './record/catalogue.ts'

/**
 * Writes down what a built command answers over a socket, so that two builds can be compared (`compare-calls.ts`):
 * `npm run record -- FOLDER [MAIN [quick]]` writes FOLDER/calls.jsonl, and FOLDER/words.jsonl with the texts for people.
 */
const [folder = 'build/record', main = 'build/bundle/main.js', extent = 'whole'] = process.argv.slice(2)
await mkdir(folder, { recursive: true })
const calls = openLines(join(folder, 'calls.jsonl'))
const words = openLines(join(folder, 'words.jsonl'))
const workshop = await mkdtemp(join(tmpdir(), 'gm-mock-record-'))
const world = join(workshop, 'world.json')
await writeFile(world, JSON.stringify(fixtures))

await withMock(['--fixtures', world], async (baseUrl) => {
  const caller = createCaller(baseUrl, calls.write)
  await recordCatalogue(caller, calls.write, ids.bare)
  if (extent === 'whole') await recordCatalogue(caller, calls.write, ids.strict)
  caller.close()
})
await withMock(['--fixtures', world], async (baseUrl) => recordOrdinaryUse(baseUrl, calls.write))
await withMock([], async (baseUrl, banner) => recordDocuments(baseUrl, banner, { calls, words }))
if (extent === 'whole') {
  await withMock(['--fixtures', world], async (baseUrl) =>
    recordCommandLines({ main: resolve(main), baseUrl, workshop }, { calls, words }),
  )
}
await Promise.all([calls.close(), words.close()])
await rm(workshop, { recursive: true })

async function withMock(
  flags: readonly string[],
  use: (baseUrl: string, banner: string) => Promise<void>,
): Promise<void> {
  const mock = await startCommand(resolve(main), flags)
  try {
    await use(mock.baseUrl, mock.banner)
  } finally {
    await mock.stop()
  }
}
