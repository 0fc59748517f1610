import { callApi } from '../../support/api.ts'
import {
  authorizationWorld,
  authorize,
  call,
  clientId,
  request,
  requestTicket,
} from '../../support/requests/authorize.ts'
import type { TestMock } from '../../support/mock.ts'
import { codeRequest, getTokens, readJwt, requestToken, tokenWorld } from '../../support/requests/token.ts'
import type { Fact } from '../fact.ts'
import { contract, lab, notes } from '../publications.ts'

const resource = 'https://api.example.com/orders'

/** The audience of an ID token of the confidential client. */
async function audienceOf(mock: TestMock): Promise<unknown> {
  return readJwt((await getTokens(mock)).idToken).claims['aud']
}

/** What was published about flows from end to end. */
export const flowFacts: readonly Fact[] = [
  {
    id: 'code-used-twice',
    input: 'auth/token twice with one code',
    published: 'invalid_grant, [A050305] No such authorization code.',
    ...lab('02'),
    outcomes: ['token/code_spent'],
    replay: async (mock) => {
      const code = await authorize(mock, { scope: 'profile' })
      return [await requestToken(mock, codeRequest(code)), await requestToken(mock, codeRequest(code))]
    },
    answer: [
      { action: 'OK' },
      {
        action: 'BAD_REQUEST',
        resultMessage: '[A050305] No such authorization code.',
        responseContent: '"error":"invalid_grant"',
      },
    ],
  },
  {
    id: 'code-survives-a-wrong-redirect-uri',
    input: 'auth/token with a wrong redirect_uri, then again with the right one',
    published: 'A050309, then an access token: a request that fails does not burn the code',
    ...lab('02'),
    replay: async (mock) => {
      const code = await authorize(mock, { scope: 'profile' })
      const wrong = codeRequest(code, { redirect_uri: 'https://attacker.example/cb' })
      return [await requestToken(mock, wrong), await requestToken(mock, codeRequest(code))]
    },
    answer: [{ resultCode: 'A050309' }, { action: 'OK', resultCode: 'A050001' }],
  },
  {
    id: 'code-with-resource',
    input: 'a code flow with resource in both requests, then auth/introspection/standard',
    published:
      '{"active":true,"scope":"profile","client_id":"…","token_type":"Bearer","exp":…,"sub":"admin","aud":["https://api.example.com/orders"],"iss":"https://…","auth_time":…,"acr":"pwd"}',
    ...lab('04'),
    replay: async (mock) => {
      const issue = { authTime: 1_767_225_000, acr: 'pwd' }
      const code = await authorize(mock, { scope: 'profile', resource }, issue)
      const { accessToken } = await requestToken(mock, codeRequest(code, { resource }))
      const answer = await call(mock, '/auth/introspection/standard', { parameters: `token=${accessToken}` })
      return answer.responseContent
    },
    answer:
      /^\{"active":true,"scope":"profile","client_id":"1001","token_type":"Bearer","exp":\d+,"sub":"alice","aud":\["https:\/\/api\.example\.com\/orders"\],"iss":"https:\/\/as\.example\.com","auth_time":1767225000,"acr":"pwd"\}$/,
  },
  {
    id: 'prompt-none',
    input: 'auth/authorization with prompt=none',
    published:
      'NO_INTERACTION with a ticket and without responseContent, [A004001] Authlete has successfully issued a ticket to the service … [response_type=code, openid=true]',
    ...lab('08'),
    outcomes: ['authorization/ticket_issued_without_interaction'],
    replay: (mock) => request(mock, { scope: 'openid', prompt: 'none' }),
    answer: {
      action: 'NO_INTERACTION',
      resultMessage: /^\[A004001\] .* \[response_type=code, openid=true\]$/,
      ticket: String,
      responseContent: undefined,
    },
  },
  {
    id: 'max-age-passed',
    input: 'auth/authorization/fail with EXCEEDS_MAX_AGE for a request with prompt=none and max_age=0',
    published: 'error=login_required',
    ...lab('08'),
    outcomes: ['authorization/failed_exceeds_max_age_silently'],
    replay: async (mock) => {
      const ticket = await requestTicket(mock, { prompt: 'none', max_age: '0' })
      return call(mock, '/auth/authorization/fail', { ticket, reason: 'EXCEEDS_MAX_AGE' })
    },
    answer: { action: 'LOCATION', responseContent: 'error=login_required' },
  },
  {
    id: 'error-body',
    input: 'the members of an error that is told to the sender of the request',
    published:
      '{"error":"invalid_request_uri","error_description":"[A008303] …","error_uri":"https://docs.authlete.com/#A008303"}, in this order',
    ...lab('05'),
    replay: async (mock) =>
      (await call(mock, '/auth/authorization', { parameters: `client_id=${clientId}&request_uri=urn:x` }))
        .responseContent,
    answer:
      /^\{"error":"invalid_request_uri","error_description":"\[A008303\] [^"]+","error_uri":"https:\/\/docs\.authlete\.com\/#A008303"\}$/,
  },
  {
    id: 'id-token-audience-by-default',
    input: 'the ID token of a service that does not set idTokenAudType',
    published: 'aud is an array',
    ...lab('08'),
    world: tokenWorld(),
    replay: audienceOf,
    answer: [String(clientId)],
  },
  {
    id: 'id-token-audience-as-string',
    input: 'the ID token of a service with idTokenAudType=string',
    published: 'aud is a bare string',
    ...lab('08'),
    world: tokenWorld({ idTokenAudType: 'string' }),
    replay: async (mock) => typeof (await audienceOf(mock)),
    answer: 'string',
  },
  {
    id: 'members-left-out',
    input: 'service/get',
    published: 'members that are not set are left out, and there is no null; numbers and booleans are there',
    ...notes('audit/02-findings/SERVICE-CONFIG-PROBE.md'),
    outcomes: ['service/service_told'],
    replay: async (mock) => {
      const { status, body } = await callApi(mock, 'GET', '/service/get')
      const { pkceRequired, accessTokenDuration } = body
      return { status, pkceRequired, accessTokenDuration, hasNull: JSON.stringify(body).includes('null') }
    },
    answer: { status: 200, pkceRequired: false, accessTokenDuration: Number, hasNull: false },
  },
  {
    id: 'locked-client-at-the-front-door',
    input: 'auth/authorization of a client that is locked',
    published: '403, [A001215] /auth/authorization, The client (ID = 26837717140341) is locked.',
    ...contract('example of 403'),
    certainty: 'low',
    differs:
      'Every operation has the same example; the list of result codes has A010307 for an authorization request of a locked client.',
    world: authorizationWorld({}, { locked: true }),
    replay: async (mock) => {
      const body = { parameters: `response_type=code&client_id=${clientId}` }
      return callApi(mock, 'POST', '/auth/authorization', body)
    },
    answer: { status: 403, body: { resultCode: 'A001215' } },
  },
]
