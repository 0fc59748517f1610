import {
  authorizationWorld,
  call,
  publicClientId,
  request,
  requestTicket,
  type AuthorizationAnswer,
  type RequestMembers,
} from '../../support/requests/authorize.ts'
import type { TestMock } from '../../support/mock.ts'
import type { Fact } from '../fact.ts'
import { contract, lab, notes, probe } from '../publications.ts'

const challenge = { code_challenge: 'CsWwULsgxcf2Ff-GymtbstY4vJkHaq_zOp3LQc7_NB0' }
const parRequired = 'metadata is true.'
const form = (text: string): string => new URLSearchParams({ e: text }).toString().slice(2)

/** What the redirect tells the client: the error, and the text with its code. */
function tellsClient(error: string, text: string): object {
  const escaped = form(text).replaceAll('+', '\\+').replaceAll('.', '\\.').replaceAll('*', '\\*')
  return {
    action: 'LOCATION',
    responseContent: new RegExp(`[?&]error=${error}&(.*&)?error_description=${escaped}(&|$)`),
  }
}

const withDetails = (mock: TestMock, details: string): Promise<AuthorizationAnswer> =>
  request(mock, { authorization_details: details })

const withResource = (mock: TestMock, ...resource: readonly string[]): Promise<AuthorizationAnswer> =>
  request(mock, { resource })

async function fail(
  mock: TestMock,
  reason: string,
  changes: RequestMembers = {},
): Promise<AuthorizationAnswer> {
  return call(mock, '/auth/authorization/fail', { ticket: await requestTicket(mock, changes), reason })
}

/** What was published about authorization requests and how they end. */
export const requestFacts: readonly Fact[] = [
  {
    id: 'authorization-ticket',
    input: 'auth/authorization with a good request',
    published:
      'INTERACTION, [A004001] Authlete has successfully issued a ticket to the service (API Key = …) for the authorization request from the client (ID = …). [response_type=code, openid=true]',
    ...lab('08'),
    outcomes: ['authorization/ticket_issued'],
    replay: (mock) => request(mock),
    answer: {
      action: 'INTERACTION',
      resultMessage:
        '[A004001] Authlete has successfully issued a ticket to the service (API Key = 700) for the authorization request from the client (ID = 1001). [response_type=code, openid=true]',
      ticket: String,
    },
  },
  {
    id: 'authorization-without-parameters',
    input: 'auth/authorization without the member parameters',
    published:
      "[A004201] The authorization request from the service does not contain 'parameters' parameter.",
    ...contract('example of POST /api/{serviceId}/auth/authorization'),
    outcomes: ['authorization/parameters_missing'],
    replay: (mock) => call(mock, '/auth/authorization', {}),
    answer: {
      action: 'BAD_REQUEST',
      resultMessage:
        "[A004201] The authorization request from the service does not contain 'parameters' parameter.",
    },
  },
  {
    id: 'challenge-missing',
    input: 'a request without code_challenge of a client with pkceRequired',
    published:
      "LOCATION, [A124301] The authorization request does not contain 'code_challenge' parameter. See RFC 7636 for details.",
    ...lab('03'),
    outcomes: ['authorization/code_challenge_missing'],
    world: authorizationWorld({}, { pkceRequired: true, pkceS256Required: true }),
    replay: (mock) => request(mock),
    answer: tellsClient(
      'invalid_request',
      "[A124301] The authorization request does not contain 'code_challenge' parameter. See RFC 7636 for details.",
    ),
  },
  {
    id: 'challenge-plain',
    input: 'a request with code_challenge_method=plain of a client with pkceS256Required',
    published: "LOCATION, [A124308] … must be 'S256'.",
    ...lab('03'),
    outcomes: ['authorization/code_challenge_method_weak'],
    world: authorizationWorld({}, { pkceRequired: true, pkceS256Required: true }),
    replay: (mock) => request(mock, { ...challenge, code_challenge_method: 'plain' }),
    answer: { action: 'LOCATION', resultMessage: /^\[A124308\] .* must be 'S256'\.$/ },
  },
  {
    id: 'par-required-by-client',
    input: 'a request that was not pushed, of a client with parRequired',
    published:
      "invalid_request, [A008305] The 'request_uri' parameter must be given because the 'require_pushed_authorization_requests' client metadata is true., as a body",
    ...lab('05'),
    outcomes: ['authorization/par_required_by_client'],
    world: authorizationWorld({}, { parRequired: true }),
    replay: (mock) => request(mock),
    answer: {
      action: 'BAD_REQUEST',
      resultMessage: `[A008305] The 'request_uri' parameter must be given because the 'require_pushed_authorization_requests' client ${parRequired}`,
      responseContent: '"error":"invalid_request"',
    },
  },
  {
    id: 'par-required-by-service',
    input: 'a request that was not pushed, to a service that requires it',
    published:
      'the service requires that clients use the endpoint for pushed requests; A008306 was seen where a FAPI mode did so',
    ...contract('Service parRequired'),
    outcomes: ['authorization/par_required_by_service'],
    world: authorizationWorld({ parRequired: true }),
    replay: (mock) => request(mock),
    answer: {
      action: 'BAD_REQUEST',
      resultMessage: "[A008306] The 'request_uri' parameter must be given ",
    },
  },
  {
    id: 'resources-told',
    input: 'a request with two resources, one of them with a query',
    published:
      'INTERACTION, "resources": ["https://api.example.com/orders?v=1", "https://api.example.com/payments"]',
    ...probe('22.1'),
    replay: (mock) =>
      withResource(mock, 'https://api.example.com/orders?v=1', 'https://api.example.com/payments'),
    answer: {
      action: 'INTERACTION',
      resources: ['https://api.example.com/orders?v=1', 'https://api.example.com/payments'],
    },
  },
  {
    id: 'resource-relative',
    input: 'a request whose resource is a relative reference',
    published: "LOCATION, invalid_target, [A251307] The value of a 'resource' is not an absolute URI.",
    ...probe('22.1'),
    outcomes: ['authorization/resource_relative'],
    replay: (mock) => withResource(mock, '/orders'),
    answer: tellsClient('invalid_target', "[A251307] The value of a 'resource' is not an absolute URI."),
  },
  {
    id: 'resource-with-fragment',
    input: 'a request whose resource has a fragment',
    published: "LOCATION, invalid_target, [A251308] The value of a 'resource' includes a fragment component.",
    ...probe('22.1'),
    outcomes: ['authorization/resource_with_fragment'],
    replay: (mock) => withResource(mock, 'https://api.example.com/orders#top'),
    answer: tellsClient(
      'invalid_target',
      "[A251308] The value of a 'resource' includes a fragment component.",
    ),
  },
  {
    id: 'authorization-details-of-unknown-type',
    input: 'authorization_details=[{"type":"account_information","actions":["list"]}]',
    published:
      "invalid_authorization_details, [A249302] The 'type' of the element (index = 0) in 'authorization_details' is not supported.",
    ...lab('09a'),
    outcomes: ['authorization/authorization_detail_type_unsupported'],
    replay: (mock) => withDetails(mock, '[{"type":"account_information","actions":["list"]}]'),
    answer: tellsClient(
      'invalid_authorization_details',
      "[A249302] The 'type' of the element (index = 0) in 'authorization_details' is not supported.",
    ),
  },
  {
    id: 'authorization-details-without-type',
    input: 'authorization_details=[{"actions":["initiate"]}]',
    published:
      "invalid_authorization_details, [A249301] The 'type' of the element (index = 0) in 'authorization_details' is null or empty.",
    ...lab('09a'),
    outcomes: ['authorization/authorization_detail_without_type'],
    replay: (mock) => withDetails(mock, '[{"actions":["initiate"]}]'),
    answer: tellsClient(
      'invalid_authorization_details',
      "[A249301] The 'type' of the element (index = 0) in 'authorization_details' is null or empty.",
    ),
  },
  {
    id: 'authorization-details-no-json',
    input: 'authorization_details=not-json',
    published:
      "invalid_authorization_details, [A249304] The format of the value of 'authorization_details' is wrong.",
    ...lab('09a'),
    outcomes: ['authorization/authorization_details_malformed'],
    replay: (mock) => withDetails(mock, 'not-json'),
    answer: tellsClient(
      'invalid_authorization_details',
      "[A249304] The format of the value of 'authorization_details' is wrong.",
    ),
  },
  {
    id: 'acr-of-a-service-without-acrs',
    input: 'acr_values=pwd to a service without supportedAcrs',
    published:
      "invalid_request, [A021303] ACR values cannot be specified by any means ('claim', 'acr_values' or 'default_acr_values') because this service supports no ACR value.",
    ...lab('09a'),
    outcomes: ['authorization/acrs_unsupported'],
    replay: (mock) => request(mock, { acr_values: 'pwd' }),
    answer: tellsClient(
      'invalid_request',
      "[A021303] ACR values cannot be specified by any means ('claim', 'acr_values' or 'default_acr_values') because this service supports no ACR value.",
    ),
  },
  {
    id: 'acr-unsupported',
    input: 'an unknown ACR to a service with supportedAcrs, in acr_values and as an essential claim',
    published:
      "invalid_request, [A021304] The ACR value 'totally-unregistered' is not supported by this service.",
    ...lab('09a'),
    outcomes: ['authorization/acr_unsupported'],
    world: authorizationWorld({ supportedAcrs: ['pwd'] }),
    replay: async (mock) => [
      await request(mock, { acr_values: 'totally-unregistered' }),
      await request(mock, {
        claims: '{"id_token":{"acr":{"essential":true,"values":["totally-unregistered"]}}}',
      }),
      await request(mock, { acr_values: 'pwd' }),
    ],
    answer: [
      tellsClient(
        'invalid_request',
        "[A021304] The ACR value 'totally-unregistered' is not supported by this service.",
      ),
      { resultCode: 'A021304', action: 'LOCATION' },
      { action: 'INTERACTION' },
    ],
  },
  {
    id: 'grant-management-of-a-public-client',
    input: 'grant management by a public client',
    published: 'A285311: it is for confidential clients only; at which API is not told',
    ...notes('docs/curriculum/PROGRESS.md'),
    certainty: 'medium',
    outcomes: ['authorization/grant_action_of_public_client'],
    replay: (mock) => request(mock, { client_id: String(publicClientId), grant_management_action: 'create' }),
    answer: { resultCode: 'A285311' },
  },
  {
    id: 'fail-not-logged-in',
    input: 'auth/authorization/fail with NOT_LOGGED_IN for a request with prompt=none',
    published:
      'error=login_required, [A060301] The authorization request contains prompt=none, but no end-user has logged in this service.',
    ...lab('08'),
    outcomes: ['authorization/failed_not_logged_in_silently'],
    replay: (mock) => fail(mock, 'NOT_LOGGED_IN', { prompt: 'none' }),
    answer: tellsClient(
      'login_required',
      '[A060301] The authorization request contains prompt=none, but no end-user has logged in this service.',
    ),
  },
  {
    id: 'fail-consent-required',
    input: 'auth/authorization/fail with CONSENT_REQUIRED',
    published: 'error=consent_required, A060311',
    ...lab('10'),
    outcomes: ['authorization/failed_consent_required'],
    replay: (mock) => fail(mock, 'CONSENT_REQUIRED'),
    answer: { action: 'LOCATION', resultCode: 'A060311', responseContent: 'error=consent_required' },
  },
]
