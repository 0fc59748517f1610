import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Fixtures } from '../schema/fixtures.ts'
import type { GmRequest } from '../schema/gm.ts'
import { signProofs } from './proofs.ts'
import { readPackageFile, type Served, type Workshop } from './workshop.ts'

/** One row of the table: a process under load, and what it is asked. */
export interface Row {
  readonly name: string
  readonly served: Served
  readonly serviceId: string
  readonly apiToken: string
  /** One body for all calls, or one for each. */
  readonly bodies: readonly string[]
  readonly action: string
}

const spareCalls = 60_000
const mainFile = 'src/main.js'
const quiet = ['--port', '0', '--log-level', 'error']
const ready = /Base URL +(\S+)\s/
const demo = { serviceId: '4277000001', apiToken: 'demo-service-token' }
const bearerQuery: GmRequest = { accessToken: 'demo-bearer', gmAction: 'QUERY', grantId: 'demo-grant' }

/** The rows in the order of the table, the two floors first. */
export async function prepareRows(workshop: Workshop): Promise<readonly Row[]> {
  const query = { ...demo, action: 'OK' }
  const bearer = [JSON.stringify(bearerQuery)]
  const floor = (parameters: readonly string[]) =>
    workshop.run('bench/floors.js', parameters, /floor on (\S+)\s/)
  const serve = () => workshop.run(mainFile, quiet, ready)
  return [
    { ...query, name: 'floor 1: Fastify', served: await floor([]), bodies: bearer },
    { ...query, name: 'floor 2: + 2 look-ups', served: await floor(['lookups']), bodies: bearer },
    { ...query, name: 'QUERY, bearer', served: await serve(), bodies: bearer },
    { ...query, name: 'QUERY, certificate', served: await serve(), bodies: [certificateQuery()] },
    { ...query, name: 'QUERY, DPoP (ES256)', served: await serve(), bodies: dpopQueries() },
    await prepareRevocation(workshop),
  ]
}

function certificateQuery(): string {
  const clientCertificate = readPackageFile('fixtures/keys/demo-mtls.certificate.pem')
  return JSON.stringify({ ...bearerQuery, accessToken: 'demo-mtls', clientCertificate })
}

/** Many proofs of one key for one token: the key is imported once, the replay memory grows with every call. */
function dpopQueries(): string[] {
  const privateJwk = JSON.parse(readPackageFile('fixtures/keys/demo-dpop.private.jwk.json')) as Record<
    string,
    string
  >
  const target = { htm: 'GET', htu: 'https://as.example.com/grants/demo-grant' }
  const call = { ...bearerQuery, accessToken: 'demo-dpop', ...target }
  const proofs = signProofs(spareCalls, {
    privateJwk,
    accessToken: call.accessToken,
    method: target.htm,
    uri: target.htu,
  })
  return proofs.map((dpop) => JSON.stringify({ ...call, dpop }))
}

/** One token that may revoke, and many grants with a token and a refresh token each, in a file. */
async function prepareRevocation(workshop: Workshop): Promise<Row> {
  const service = { serviceId: '4277000077', apiToken: 'bench-service-token' }
  const fixtures = join(workshop.folder, 'grants.json')
  const data = join(workshop.folder, 'grants.sqlite')
  const grantIds = Array.from({ length: spareCalls }, (_, number) => `grant-${number}`)
  writeFileSync(fixtures, JSON.stringify(describeGrants(service, grantIds)))
  // A process of its own writes the file, so that the one under load does not hold the fixtures in its memory.
  await workshop.stop(await workshop.run(mainFile, [...quiet, '--data', data, '--fixtures', fixtures], ready))
  return {
    ...service,
    name: 'REVOKE, on disk',
    served: await workshop.run(mainFile, [...quiet, '--data', data], ready),
    bodies: grantIds.map((grantId) =>
      JSON.stringify({ accessToken: 'revoker', gmAction: 'REVOKE', grantId }),
    ),
    action: 'NO_CONTENT',
  }
}

function describeGrants(
  { serviceId, apiToken }: { readonly serviceId: string; readonly apiToken: string },
  grantIds: readonly string[],
): Fixtures {
  const shared = { clientId: 1, subject: 'alice' }
  const holders = grantIds.map((grantId) => ({
    ...shared,
    accessToken: `holder-of-${grantId}`,
    refreshToken: true,
    grant: { grantId },
  }))
  const tokens = [...holders, { ...shared, accessToken: 'revoker', scopes: ['grant_management_revoke'] }]
  const apiTokens = [{ apiToken }]
  return { services: [{ serviceId, apiTokens, clients: [{ clientId: 1 }], tokens }] }
}
