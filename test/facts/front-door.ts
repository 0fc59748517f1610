import { callApi } from '../support/api.ts'
import { clientId } from '../support/requests/authorize.ts'
import { apiToken, oneService, serviceId, type TestMock } from '../support/mock.ts'
import type { Fact } from './fact.ts'
import { contract, lab, notes, probe, seen, said } from './publications.ts'

interface Sent {
  readonly status: number
  readonly body: unknown
}

/** A call whose head is written by hand. */
async function send(
  mock: TestMock,
  path: string,
  headers: Readonly<Record<string, string>>,
  payload?: string,
): Promise<Sent> {
  const { statusCode, body } = await mock.inject({
    method: 'POST',
    url: `/api/${serviceId}${path}`,
    headers,
    ...(payload !== undefined && { payload }),
  })
  return { status: statusCode, body: JSON.parse(body) as unknown }
}

const authorization = `Bearer ${apiToken}`
const json = 'application/json'
const ruby = said('github.com/authlete/authlete-ruby-sdk, README, Troubleshooting', '2026-04')
const investigation = seen(
  'github.com/watahani/authlete-mcp, docs/parallel_test_investigation_2025-10-09.md',
  '2025-10',
)

/** A world with a token that may not make clients. */
const withPoorToken = {
  services: oneService.services.map((service) => ({
    ...service,
    apiTokens: [{ apiToken, rights: ['USE_SERVICE' as const] }],
  })),
}

const withOrganization = { ...oneService, apiTokens: [{ apiToken: 'organization-token' }] }

/** What was published about calls that do not reach the API that they are for. */
export const frontDoorFacts: readonly Fact[] = [
  {
    id: 'authorization-header-missing',
    input: 'auth/authorization without Authorization header',
    published: '401, [A001202] /auth/authorization, Authorization header is missing.',
    ...contract('example of 401'),
    outcomes: ['front-door/authorization_missing'],
    replay: (mock) => send(mock, '/auth/authorization', { 'content-type': json }, '{}'),
    answer: {
      status: 401,
      body: {
        resultCode: 'A001202',
        resultMessage: '[A001202] /auth/authorization, Authorization header is missing.',
      },
    },
  },
  {
    id: 'authorization-header-malformed',
    input: 'a call whose Authorization header is malformed',
    published: '400, A001203 (of Authlete 2.x)',
    ...said('docs.authlete.com, Basics', '2021-01'),
    certainty: 'medium',
    replay: (mock) => send(mock, '/gm', { authorization: 'nonsense', 'content-type': json }, '{}'),
    answer: { status: 400, body: { resultCode: 'A001203' } },
  },
  {
    id: 'api-token-unknown',
    input: 'a call with an API token that is expired, of another region, or none of theirs',
    published: '[A458101] The access token presented is not valid',
    ...ruby,
    outcomes: ['front-door/api_token_unusable'],
    replay: (mock) => callApi(mock, 'POST', '/gm', {}, 'unknown'),
    answer: {
      status: 401,
      body: { resultCode: 'A458101', resultMessage: ' The access token presented is not valid' },
    },
  },
  {
    id: 'api-token-invalid',
    input: 'calls with an API token that had become invalid',
    published: 'A458101',
    ...notes('docs/curriculum/PROGRESS.md'),
    outcomes: ['front-door/api_token_unusable'],
    replay: (mock) => callApi(mock, 'GET', '/service/get', undefined, 'unknown'),
    answer: { body: { resultCode: 'A458101' } },
  },
  {
    id: 'api-token-without-right',
    input: 'client/create with a token that lacks CREATE_CLIENT',
    published:
      '403, [A457101] (/client/create) Function requires access rights ([CREATE_CLIENT]) for service (3350485293), access token does not have sufficient access.',
    ...investigation,
    outcomes: ['front-door/api_token_insufficient'],
    world: withPoorToken,
    replay: (mock) => callApi(mock, 'POST', '/client/create', {}),
    answer: {
      status: 403,
      body: {
        resultCode: 'A457101',
        resultMessage:
          '[A457101] (/client/create) Function requires access rights ([CREATE_CLIENT]) for service (700), access token does not have sufficient access.',
      },
    },
  },
  {
    id: 'service-unknown',
    input: 'a call for a service that there is not',
    published: '[A458203] Service not found; the HTTP status is not told',
    ...ruby,
    outcomes: ['front-door/service_unknown'],
    world: withOrganization,
    replay: (mock) => callApi(mock, 'GET', '/api/4711/service/get', undefined, 'organization-token'),
    answer: { body: { resultCode: 'A458203', resultMessage: 'Service not found' } },
  },
  {
    id: 'content-type-missing',
    input: 'POST without body and without Content-Type',
    published: '400, [A258201] … Content-Type header is not specified.',
    ...notes('audit/02-findings/OPENID-FEDERATION.md'),
    outcomes: ['front-door/content_type_missing'],
    replay: (mock) => send(mock, '/auth/introspection', { authorization }),
    answer: {
      status: 400,
      body: { resultCode: 'A258201', resultMessage: ', Content-Type header is not specified.' },
    },
  },
  {
    id: 'body-empty',
    input: 'POST with Content-Type: application/json and no body',
    published: '400, [A126203] The request body is missing or empty.',
    ...lab('09b'),
    outcomes: ['front-door/body_empty'],
    replay: (mock) => send(mock, '/auth/introspection', { authorization, 'content-type': json }, ''),
    answer: {
      status: 400,
      body: { resultCode: 'A126203', resultMessage: '[A126203] The request body is missing or empty.' },
    },
  },
  {
    id: 'body-of-another-shape',
    input: 'an array where a member is not one',
    published: 'A126202',
    ...probe('21.3'),
    outcomes: ['front-door/body_malformed'],
    replay: (mock) => callApi(mock, 'POST', '/auth/introspection', { token: [{ value: 'x' }] }),
    answer: { status: 400, body: { resultCode: 'A126202' } },
  },
  {
    id: 'method-not-allowed',
    input: 'POST to client/delete, which takes DELETE',
    published: '405',
    ...notes('docs/curriculum/PROGRESS.md'),
    outcomes: ['front-door/method_not_allowed'],
    replay: (mock) => callApi(mock, 'POST', `/client/delete/${clientId}`, {}),
    answer: { status: 405 },
  },
  {
    id: 'path-unknown',
    input: 'a call to a path that there is not',
    published: '404 Not Found',
    ...ruby,
    outcomes: ['front-door/path_unknown'],
    replay: (mock) => callApi(mock, 'POST', '/no/such/api', {}),
    answer: { status: 404 },
  },
  {
    id: 'too-many-requests',
    input: 'more than so many calls in a second',
    published:
      '429, [A001311] /auth/authorization, Too many requests, retry after 1 seconds. (Entity: …), Retry-After, RateLimit-Remaining, RateLimit-Reset',
    ...contract('example of 429'),
    differs: 'The mock does not limit rates. Inject a fault for a 429.',
    replay: async (mock) => {
      const calls = Array.from({ length: 100 }, () => callApi(mock, 'GET', '/service/get'))
      return (await Promise.all(calls)).map(({ status }) => status).find((status) => status !== 200)
    },
    answer: 429,
  },
  {
    id: 'no-tls',
    input: 'auth/authorization without TLS',
    published: '400, [A001201] /auth/authorization, TLS must be used.',
    ...contract('example of 400'),
    differs: 'The mock is for development, where connections have no TLS.',
    replay: (mock) => callApi(mock, 'POST', '/auth/authorization', { parameters: '' }),
    answer: { status: 400, body: { resultCode: 'A001201' } },
  },
]
