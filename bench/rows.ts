import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Fixtures } from '../schema/fixtures.ts'
import type { GmRequest } from '../schema/gm.ts'
import type { Step } from './load.ts'
import { signProofs } from './proofs.ts'
import { readPackageFile, type Served, type Workshop } from './workshop.ts'

/** One row of the table: a process under load, and what it is asked. */
export interface Row {
  readonly name: string
  readonly served: Served
  readonly serviceId: string
  readonly apiToken: string
  /** Their paths after `/api/{serviceId}`. */
  readonly steps: readonly Step[]
}

const spareCalls = 60_000
const mainFile = 'bundle/main.js'
const quiet = ['--port', '0', '--log-level', 'error']
const ready = /Base URL +(\S+)\s/
const demo = { serviceId: '4277000001', apiToken: 'demo-service-token' }
const bearerQuery: GmRequest = { accessToken: 'demo-bearer', gmAction: 'QUERY', grantId: 'demo-grant' }

/** The rows in the order of the table, the two floors first. */
export async function prepareRows(workshop: Workshop): Promise<readonly Row[]> {
  const bearer = query([JSON.stringify(bearerQuery)])
  const floor = (parameters: readonly string[]) =>
    workshop.run('bench/floors/look-ups.js', parameters, /floor on (\S+)\s/)
  const serve = () => workshop.run(mainFile, quiet, ready)
  return [
    { ...demo, name: 'floor 1: Fastify', served: await floor([]), steps: bearer },
    { ...demo, name: 'floor 2: + 2 look-ups', served: await floor(['look-ups']), steps: bearer },
    { ...demo, name: 'QUERY, bearer', served: await serve(), steps: bearer },
    { ...demo, name: 'QUERY, certificate', served: await serve(), steps: query([certificateQuery()]) },
    { ...demo, name: 'QUERY, DPoP (ES256)', served: await serve(), steps: query(dpopQueries()) },
    await prepareRevocation(workshop),
    { ...demo, name: 'introspection', served: await serve(), steps: [introspection] },
    await prepareCodeFlow(workshop),
  ]
}

const answers = (action: string): string => `"action":"${action}"`

function query(bodies: readonly string[]): readonly Step[] {
  return [{ path: '/gm', bodies, expected: answers('OK') }]
}

const introspection: Step = {
  path: '/auth/introspection',
  bodies: [JSON.stringify({ token: 'demo-bearer', scopes: ['grant_management_query'] })],
  expected: answers('OK'),
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
    steps: [{ path: '/gm', bodies: grantIds.map(revocation), expected: answers('NO_CONTENT') }],
  }
}

const revocation = (grantId: string): string =>
  JSON.stringify({ accessToken: 'revoker', gmAction: 'REVOKE', grantId })

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

/** One client that has a grant created over and over: each flow is an authorization, its consent and its tokens. */
async function prepareCodeFlow(workshop: Workshop): Promise<Row> {
  const service = { serviceId: '4277000078', apiToken: 'bench-flow-token' }
  const client = {
    clientId: 1,
    clientSecret: 'SecretOfTheBenchmark',
    redirectUris: ['https://rp.example.com/cb'],
  }
  const fixtures = join(workshop.folder, 'flow.json')
  writeFileSync(fixtures, JSON.stringify(describeFlowWorld(service, client)))
  return {
    ...service,
    name: 'code flow (3 calls each)',
    served: await workshop.run(mainFile, [...quiet, '--fixtures', fixtures], ready),
    steps: listFlowSteps(client),
  }
}

type FlowClient = {
  readonly clientId: number
  readonly clientSecret: string
  readonly redirectUris: readonly string[]
}

const flowScopes = ['accounts', 'email', 'grant_management_query', 'grant_management_revoke']

function describeFlowWorld({ serviceId, apiToken }: typeof demo, client: FlowClient): object {
  const supportedScopes = flowScopes.map((name) => ({ name }))
  const issuer = 'https://as.example.com'
  return { services: [{ serviceId, issuer, supportedScopes, apiTokens: [{ apiToken }], clients: [client] }] }
}

const form = (parameters: Record<string, string>): string => new URLSearchParams(parameters).toString()

function listFlowSteps({
  clientId,
  clientSecret,
  redirectUris: [redirect_uri = ''],
}: FlowClient): readonly Step[] {
  const client_id = String(clientId)
  const request = { client_id, redirect_uri, response_type: 'code', scope: flowScopes.join(' ') }
  const exchange = { grant_type: 'authorization_code', redirect_uri }
  return [
    {
      path: '/auth/authorization',
      bodies: [JSON.stringify({ parameters: form({ ...request, grant_management_action: 'create' }) })],
      expected: answers('INTERACTION'),
      keep: 'ticket',
    },
    {
      path: '/auth/authorization/issue',
      bodies: [JSON.stringify({ ticket: '{kept}', subject: 'alice' })],
      expected: answers('LOCATION'),
      keep: 'authorizationCode',
    },
    {
      path: '/auth/token',
      bodies: [
        JSON.stringify({ parameters: `${form(exchange)}&code={kept}`, clientId: client_id, clientSecret }),
      ],
      expected: answers('OK'),
    },
  ]
}
