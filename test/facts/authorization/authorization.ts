import { callApi } from '../../support/api.ts'
import {
  authorizationWorld,
  authorize,
  call,
  clientId,
  publicClientId,
  redirectUri,
  request,
} from '../../support/requests/authorize.ts'
import { apiToken } from '../../support/mock.ts'
import { readError, ticketFacts } from './tickets.ts'
import type { Fact } from '../fact.ts'
import { contract, lab, notes, said } from '../publications.ts'

const parameterised = authorizationWorld({
  supportedScopes: [
    { name: 'email' },
    { name: 'consent', attributes: [{ key: 'regex', value: '^consent:.+$' }] },
  ],
  apiTokens: [{ apiToken, rights: ['ADMIN'] }],
})

const limited = authorizationWorld({ serviceName: 'My service' }, { clientName: 'My client' })

/** What was published about `auth/authorization`, and about what becomes of its tickets. */
export const authorizationFacts: readonly Fact[] = [
  ...ticketFacts,
  {
    ...notes('docs/curriculum/PROGRESS.md'),
    id: 'response-type-missing',
    input: 'auth/authorization without response_type, with a good redirect URI',
    published: 'A009301, BAD_REQUEST, JSON and no redirect',
    outcomes: ['authorization/response_type_missing'],
    replay: async (mock) => {
      const answer = await request(mock, { response_type: undefined })
      return { ...answer, ...readError(answer) }
    },
    answer: {
      resultCode: 'A009301',
      action: 'BAD_REQUEST',
      error: 'invalid_request',
      error_description:
        /^\[A009301\] The authorization request does not contain 'response_type' parameter\.$/,
      error_uri: 'https://docs.authlete.com/#A009301',
    },
  },
  {
    ...lab('02'),
    id: 'redirect-uri-unregistered-by-openid',
    input: 'auth/authorization with scope openid and a redirect URI that is not registered',
    published: 'A011304, BAD_REQUEST, invalid_request',
    outcomes: ['authorization/redirect_uri_unregistered_by_openid'],
    replay: async (mock) => {
      const answer = await request(mock, { scope: 'openid', redirect_uri: 'https://attacker.example/cb' })
      return { ...answer, ...readError(answer) }
    },
    answer: {
      resultCode: 'A011304',
      action: 'BAD_REQUEST',
      error: 'invalid_request',
      error_description:
        "[A011304] The value of 'redirect_uri' (https://attacker.example/cb) is not registered.",
    },
  },
  {
    ...lab('09a'),
    id: 'authorization-details-an-object',
    input: 'authorization_details={"type":"payment_initiation"}',
    published:
      "invalid_authorization_details, [A249304] The format of the value of 'authorization_details' is wrong.",
    outcomes: ['authorization/authorization_details_malformed'],
    replay: async (mock) => {
      const answer = await request(mock, { authorization_details: '{"type":"payment_initiation"}' })
      return { ...answer, ...readError(answer) }
    },
    answer: { resultCode: 'A249304', action: 'LOCATION', error: 'invalid_authorization_details' },
  },
  {
    ...lab('08'),
    id: 'id-token-algorithm-of-public-client',
    input: 'scope openid for a public client with idTokenSignAlg HS256',
    published:
      "A redirect with A406301: The algorithm is symmetric (HS256), but the client type of the client ... is not 'confidential'",
    outcomes: ['authorization/id_token_algorithm_symmetric'],
    world: authorizationWorld({
      clients: [
        {
          clientId: publicClientId,
          clientType: 'PUBLIC',
          redirectUris: [redirectUri],
          idTokenSignAlg: 'HS256',
        },
      ],
    }),
    replay: (mock) => request(mock, { client_id: String(publicClientId) }),
    answer: {
      resultCode: 'A406301',
      resultMessage:
        /^\[A406301\] The algorithm is symmetric \(HS256\), but the client type of the client .* is not 'confidential'\.$/,
      action: 'LOCATION',
    },
  },
  ...['jwt', 'query.jwt'].map((mode): Fact => ({
    ...lab('09a'),
    id: `answer-in-a-jwt-${mode}-without-algorithm`,
    input: `response_mode=${mode} of a client without authorizationSignAlg`,
    published: `A redirect with invalid_request, A012305: The authorization request required the authorization response be encoded as JWT by specifying 'response_mode=${mode}', but the 'authorization_signed_response_alg' metadata of the client (ID = …) is not set.`,
    outcomes: ['authorization/response_jwt_algorithm_missing'],
    replay: async (mock) => {
      const answer = await request(mock, { response_mode: mode })
      return { ...answer, ...readError(answer) }
    },
    answer: {
      resultCode: 'A012305',
      action: 'LOCATION',
      error: 'invalid_request',
      error_description: `[A012305] The authorization request required the authorization response be encoded as JWT by specifying 'response_mode=${mode}', but the 'authorization_signed_response_alg' metadata of the client (ID = ${clientId}) is not set.`,
    },
  })),
  {
    ...lab('09a'),
    id: 'answer-in-a-jwt',
    input: 'response_mode=jwt of a client with authorizationSignAlg ES256',
    published: 'The end user is asked',
    differs: 'JARM is not supported here.',
    world: authorizationWorld({}, { authorizationSignAlg: 'ES256' }),
    replay: async (mock) => (await request(mock, { response_mode: 'jwt' })).action,
    answer: 'INTERACTION',
  },
  {
    ...said('Authlete KB, Suppressing error details in responseContent', '2026-08'),
    id: 'parameters-empty-text',
    input: 'auth/authorization with {"parameters":""}',
    published: 'A004301, BAD_REQUEST',
    outcomes: ['authorization/parameters_empty'],
    replay: (mock) => call(mock, '/auth/authorization', { parameters: '' }),
    answer: { resultCode: 'A004301', action: 'BAD_REQUEST' },
  },
  {
    ...said('docs.authlete.com, shared 2.2.19, example of auth/authorization, in a copy of 2022', '2022-01'),
    certainty: 'low',
    id: 'members-of-a-refusal',
    input: 'auth/authorization without parameters',
    published: 'acrEssential, clientIdAliasUsed, maxAge and service go with BAD_REQUEST too',
    outcomes: ['authorization/parameters_missing'],
    replay: (mock) => call(mock, '/auth/authorization', {}),
    answer: {
      resultCode: 'A004201',
      acrEssential: false,
      action: 'BAD_REQUEST',
      clientIdAliasUsed: false,
      maxAge: 0,
      service: { apiKey: 700, clientIdAliasEnabled: true, number: Number },
    },
  },
  {
    ...contract('example of POST /api/{serviceId}/auth/authorization'),
    id: 'number-of-client-and-service',
    input: 'a request that needs the end user',
    published: 'client and service have number and clientIdAliasEnabled',
    world: limited,
    replay: (mock) => request(mock),
    answer: {
      client: { clientIdAlias: '1001', clientIdAliasEnabled: true, clientName: 'My client', number: Number },
      service: { apiKey: 700, clientIdAliasEnabled: true, number: Number, serviceName: 'My service' },
    },
  },
  {
    ...contract('example of POST /api/{serviceId}/auth/authorization'),
    certainty: 'medium',
    id: 'limited-client',
    input: 'a request that needs the end user',
    published:
      'client has clientId, clientIdAlias, clientIdAliasEnabled, clientName, the logo and number, and no more',
    differs:
      "Authlete's newest contract has more members for it; those that are set are returned, and clientType.",
    world: limited,
    replay: async (mock) => {
      const { client } = await request(mock)
      return Object.keys(client as object)
        .toSorted()
        .join(' ')
    },
    answer: /^clientId clientIdAlias clientIdAliasEnabled clientName number$/,
  },
  {
    id: 'authorization-dynamic-scope',
    input: 'auth/authorization with a value of a scope that has the attribute regex, ^consent:.+$',
    published: 'A004001, the value in dynamicScopes with the name of the scope, and not in scopes',
    where: 'Authlete KB, Using parameterized scopes; authlete-java-common Javadoc, DynamicScope',
    when: '2026-06',
    source: 'documented',
    certainty: 'high',
    world: parameterised,
    replay: async (mock) => {
      const { resultCode, action, dynamicScopes, scopes } = await request(mock, {
        scope: 'email consent:urn:bancoex:C1DD33123',
      })
      return {
        resultCode,
        action,
        dynamicScopes,
        names: (scopes as { name: string }[]).map(({ name }) => name),
      }
    },
    answer: {
      resultCode: 'A004001',
      action: 'INTERACTION',
      dynamicScopes: [{ name: 'consent', value: 'consent:urn:bancoex:C1DD33123' }],
      names: ['email'],
    },
  },
  {
    id: 'dynamic-scope-not-remembered',
    input: 'client/granted_scopes/get after a consent to a value of a parameterised scope',
    published: 'dynamic scopes are not remembered as granted scopes',
    where: 'Authlete OpenAPI document, auth/authorization, NO_INTERACTION, [6] DYNAMIC SCOPES',
    when: '2026-08',
    source: 'documented',
    certainty: 'high',
    world: parameterised,
    replay: async (mock) => {
      await authorize(mock, { scope: 'email consent:1' })
      const { body } = await callApi(mock, 'GET', `/client/granted_scopes/get/${clientId}?subject=alice`)
      return [body['latestGrantedScopes'], body['mergedGrantedScopes']].map(String)
    },
    answer: ['email', 'email'],
  },
]
