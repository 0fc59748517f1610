import { readFileSync } from 'node:fs'
import { parse, stringify } from 'yaml'
import type { Fixtures } from '../../schema/fixtures.ts'
import { writeCanonically, type JsonObject } from '../base/json.ts'
import { oncePer } from '../base/once-per.ts'
import { demoFixtures } from '../base/package-files.ts'
import { adminExamples } from './examples/admin.ts'
import { authleteExamples } from './examples/authlete.ts'
import { demoServiceId, type Example, type ExampleRow } from './examples/example.ts'
import { nameSchemas } from './name-schemas.ts'
import { tags } from './tags.ts'
import type { ContractWorld, DemoWorld } from './world.ts'

/** What the routes say about themselves. */
export interface Collected {
  readonly info: JsonObject
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: Components
}

interface Components {
  readonly securitySchemes: Readonly<Record<string, JsonObject>>
}

interface Operation {
  readonly operationId: string
  readonly description?: string
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content: Readonly<Record<string, JsonObject>> }
}

interface Parameter {
  readonly name: string
}

/** Who reads a document, and where. */
export interface Reader {
  /** The place of the root of the mock, seen from the document. */
  readonly root: string
  /** Whether the reader may use `/_mock`. */
  readonly isAdmin: boolean
}

/** The tokens of the demo fixtures, by the scheme that they are for. */
const demoTokens: Readonly<Record<string, string>> = {
  authlete: 'demo-service-token',
  organization: 'demo-organization-token',
}

const examples = { ...authleteExamples, ...adminExamples }

/** Whether a mock was started with the demo fixtures, which the examples refer to. */
const hasDemoFixtures = oncePer((fixtures: Fixtures) => {
  const demo: unknown = parse(readFileSync(demoFixtures(), 'utf8'))
  return writeCanonically(fixtures) === writeCanonically(demo)
})

/** What was collected does not change once there is a document of it. */
const nameOnce = oncePer(nameSchemas<Collected['paths']>)

/** Writes the contract as OpenAPI 3.1, with examples that succeed where the world is that of the demo fixtures. */
export async function writeContract(
  { info, paths: collected, components }: Collected,
  world: ContractWorld,
  { root, isAdmin }: Reader,
): Promise<JsonObject> {
  const { part: paths, schemas } = nameOnce(collected)
  const service = hasDemoFixtures(world.fixtures) ? await world.store.findService(demoServiceId) : undefined
  const demo = service && { ...world, service, isAdmin }
  return {
    openapi: '3.1.0',
    info: { ...info, ...describeMock(demo) },
    servers: [{ url: root, description: 'This mock' }],
    tags,
    paths: demo === undefined ? paths : await addExamples(paths, demo),
    components: {
      securitySchemes: describeSecurity(components.securitySchemes, demo !== undefined),
      schemas,
    },
  }
}

function describeMock(demo: DemoWorld | undefined): JsonObject {
  const summary =
    "A stand-in for Authlete 3.0's Grant Management API and the APIs around it, with an admin interface of its own under `/_mock`."
  const tried = demo
    ? 'The examples work as they are in the demo world that this mock was started with. After they have changed it, `POST /_mock/reset` restores it.'
    : 'The examples of this document are for the demo fixtures, which this mock does not have, so they are left out.'
  return {
    description: `${summary}\n\n${tried}`,
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  }
}

/** The page at `/docs` authorizes calls with the demo tokens at once. */
function describeSecurity(schemes: Components['securitySchemes'], isDemo: boolean): JsonObject {
  if (!isDemo) return schemes
  const described = Object.entries(schemes).map(([name, scheme]) => {
    const token = demoTokens[name]
    return [name, token === undefined ? scheme : { ...scheme, 'x-demo-token': token }]
  })
  return Object.fromEntries(described) as JsonObject
}

async function addExamples(paths: Collected['paths'], demo: DemoWorld): Promise<Collected['paths']> {
  const written: Record<string, Record<string, Operation>> = {}
  for (const [path, operations] of Object.entries(paths)) {
    const present: Record<string, Operation> = (written[path] = {})
    for (const [method, operation] of Object.entries(operations))
      present[method] = await addExample(operation, demo)
  }
  return written
}

async function addExample(operation: Operation, demo: DemoWorld): Promise<Operation> {
  const { operationId, description } = operation
  const { example: source, needs, note }: Partial<ExampleRow> = { ...examples[operationId] }
  const example = typeof source === 'function' ? await source(demo, operationId) : source
  const missing =
    example === undefined && needs !== undefined
      ? `This needs ${needs}. Then load the document again: what it needs is filled in.`
      : undefined
  const texts = [description, missing, note].filter((text) => text !== undefined)
  return {
    ...operation,
    ...(texts.length > 0 && { description: texts.join('\n\n') }),
    ...fillIn(operation, example ?? {}),
  }
}

/** The demo service is known, whatever else is. */
function fillIn({ parameters, requestBody }: Operation, { params, body }: Example): Partial<Operation> {
  const values: Readonly<Record<string, string>> = { serviceId: demoServiceId, ...params }
  return {
    ...(parameters && {
      parameters: parameters.map((parameter) => {
        const example = values[parameter.name]
        return example === undefined ? parameter : { ...parameter, example }
      }),
    }),
    ...(requestBody && { requestBody: body === undefined ? requestBody : writeBody(requestBody, body) }),
  }
}

function writeBody({ content, ...rest }: NonNullable<Operation['requestBody']>, example: JsonObject) {
  const media = Object.entries(content).map(([type, value]) => [type, { ...value, example }])
  return { ...rest, content: Object.fromEntries(media) as typeof content }
}

/** The same as YAML, without aliases, which not every reader of OpenAPI follows. */
export function writeYaml(document: object): string {
  return stringify(document, { aliasDuplicateObjects: false })
}
