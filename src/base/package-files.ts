import { readFileSync } from 'node:fs'

/** The package's own directory, found by name: the compiled files and the bundle lie at different depths. */
const root = new URL('.', import.meta.resolve('authlete-gm-mock/package.json'))

export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string }
  return version
}

/** The path of the demo world that a start without fixtures begins with. */
export function demoFixtures(): URL {
  return new URL('fixtures/demo.yaml', root)
}

/** The path of the world that `gm-mock init` writes. */
export function starterFixtures(): URL {
  return new URL('fixtures/starter.yaml', root)
}

/** The path of the JSON Schema that fixtures are checked by. */
export function fixturesSchema(): URL {
  return new URL('fixtures/fixtures.schema.json', root)
}
