import { readFileSync, writeFileSync } from 'node:fs'
import { startMock } from '../src/index.ts'
import { listDocuments, refreshDocument, renderFixturesSchema, type PublishedPaths } from './documents.ts'

const mock = await startMock()
const { paths } = (await (await fetch(`${mock.baseUrl}/openapi.json`)).json()) as { paths: PublishedPaths }
await mock.close()
for (const [name, sections] of Object.entries(listDocuments(paths))) {
  writeFileSync(name, refreshDocument(name, readFileSync(name, 'utf8'), sections))
}
writeFileSync('fixtures/fixtures.schema.json', renderFixturesSchema())
