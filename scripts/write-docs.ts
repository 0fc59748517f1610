import { readFileSync, writeFileSync } from 'node:fs'
import { refreshReadme, renderFixturesSchema } from './documents.ts'

writeFileSync('README.md', refreshReadme(readFileSync('README.md', 'utf8')))
writeFileSync('fixtures/fixtures.schema.json', renderFixturesSchema())
