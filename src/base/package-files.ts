import { readFileSync } from 'node:fs'

/** The package's own directory, found by name: the depth of compiled files and bundle differs. */
const root = new URL('.', import.meta.resolve('authlete-gm-mock/package.json'))

export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string }
  return version
}

/** The path of the demo world, which a start without fixtures uses. */
export function demoFixtures(): URL {
  return new URL('fixtures/demo.yaml', root)
}

/** The path of the world that `gm-mock init` writes. */
export function starterFixtures(): URL {
  return new URL('fixtures/starter.yaml', root)
}

/** The path of the JSON Schema of fixtures. */
export function fixturesSchema(): URL {
  return new URL('fixtures/fixtures.schema.json', root)
}

/** The folder of the page at `/docs`, with its slash. */
export function docsFolder(): URL {
  return new URL('assets/docs/', root)
}
