import { Ajv, _ } from 'ajv'
import standalone from 'ajv/dist/standalone/index.js'
import { compilerOptions } from './build/src/base/problem-finder.js'
import { clientMembers } from './build/schema/client.js'
import { FixturesSchema } from './build/schema/fixtures.js'
import { GmRequestSchema } from './build/schema/gm.js'
import { serviceMembers } from './build/schema/service.js'

/** What a start validates: the fixtures, and the call that the banner shows. */
const schemas = {
  'fixtures.js': { FixturesSchema },
  'gm.js': { GmRequestSchema },
  'service.js': { serviceMembers },
  'client.js': { clientMembers },
}

/** The text of the module that stands in place of `build/schema/compiled-schemas.js`. */
export function writeCompiledSchemas() {
  const code = { source: true, esm: true, formats: _`timeFormats` }
  const ajv = new Ajv({ ...compilerOptions, allErrors: true, code })
  const names = new Map()
  for (const [reference, schema] of listSchemas()) {
    const name = `validate_${names.size}`
    ajv.addSchema(schema, name)
    names.set(reference, name)
  }
  const pairs = [...names].map(([reference, name]) => `[${reference}, ${name}]`)
  return [
    "import { timeFormats } from '../src/base/time.js'",
    ...Object.entries(schemas).map(
      ([file, named]) => `import { ${Object.keys(named).join()} } from './${file}'`,
    ),
    standalone.default(ajv, Object.fromEntries([...names.values()].map((name) => [name, name]))),
    `export const compiledSchemas = new Map([${pairs.join()}])`,
  ].join('\n')
}

/** Every schema with the expression that reads it: an export, or a member of one. */
function listSchemas() {
  return Object.values(schemas).flatMap((named) =>
    Object.entries(named).flatMap(([name, value]) =>
      name.endsWith('Schema')
        ? [[name, value]]
        : Object.entries(value).map(([member, schema]) => [`${name}[${JSON.stringify(member)}]`, schema]),
    ),
  )
}
