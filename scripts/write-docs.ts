import { readFileSync, writeFileSync } from 'node:fs'
import { startMock } from '../src/index.ts'
import { listDocuments, refreshDocument, renderFixturesSchema, type PublishedContract } from './documents.ts'

const mock = await startMock()
const contract = (await (await fetch(`${mock.baseUrl}/openapi.json`)).json()) as PublishedContract
await mock.close()
for (const [name, sections] of Object.entries(listDocuments(contract))) {
  writeFileSync(name, refreshDocument(name, readFileSync(name, 'utf8'), sections))
}
writeFileSync('fixtures/fixtures.schema.json', renderFixturesSchema())
