import type { Step } from '../load.ts'
import type { Workshop } from '../workshop.ts'
import { answers, authorize, type Row } from './row.ts'
import { serveMock, writeFixtures } from './serve.ts'

const service = { serviceId: '4277000078', apiToken: 'bench-flow-token' }
const client = {
  clientId: 1,
  clientSecret: 'SecretOfTheBenchmark',
  redirectUris: ['https://rp.example.com/cb'],
}
const scopes = ['accounts', 'email', 'grant_management_query', 'grant_management_revoke']

/** One client that has a grant created over and over: each flow is an authorization, its consent and its tokens. */
export async function prepareCodeFlow(workshop: Workshop): Promise<Row> {
  const fixtures = writeFixtures(workshop, 'flow', describeWorld())
  return {
    name: 'code flow, three calls',
    served: await serveMock(workshop, ['--fixtures', fixtures]),
    headers: authorize(service.apiToken),
    steps: listSteps(),
  }
}

function describeWorld(): object {
  const { serviceId, apiToken } = service
  const supportedScopes = scopes.map((name) => ({ name }))
  const issuer = 'https://as.example.com'
  return { services: [{ serviceId, issuer, supportedScopes, apiTokens: [{ apiToken }], clients: [client] }] }
}

const form = (parameters: Record<string, string>): string => new URLSearchParams(parameters).toString()

function listSteps(): readonly Step[] {
  const {
    clientSecret,
    redirectUris: [redirect_uri = ''],
  } = client
  const clientId = String(client.clientId)
  const request = { client_id: clientId, redirect_uri, response_type: 'code', scope: scopes.join(' ') }
  const exchange = { grant_type: 'authorization_code', redirect_uri }
  const root = `/api/${service.serviceId}/auth`
  return [
    {
      path: `${root}/authorization`,
      body: JSON.stringify({ parameters: form({ ...request, grant_management_action: 'create' }) }),
      expected: answers('INTERACTION'),
      keep: 'ticket',
    },
    {
      path: `${root}/authorization/issue`,
      body: JSON.stringify({ ticket: '{kept}', subject: 'alice' }),
      expected: answers('LOCATION'),
      keep: 'authorizationCode',
    },
    {
      path: `${root}/token`,
      body: JSON.stringify({ parameters: `${form(exchange)}&code={kept}`, clientId, clientSecret }),
      expected: answers('OK'),
    },
  ]
}
