import { callApi, type ApiResult } from '../support/api.ts'
import { authorizationWorld, call, clientId, publicClientId, request } from '../support/requests/authorize.ts'
import { serviceId, type TestMock } from '../support/mock.ts'
import { clientRequest, getOwnToken, requestToken } from '../support/requests/token.ts'
import type { Fact } from './fact.ts'
import { contract, javadoc } from './publications.ts'

type Answer = Readonly<Record<string, unknown>>

const create = async (mock: TestMock, order: object): Promise<Answer> =>
  (await callApi(mock, 'POST', '/auth/token/create', order)).body

const good = { grantType: 'AUTHORIZATION_CODE', clientId, subject: 'alice' }

/** A client that is locked after it got a token. */
async function lock(mock: TestMock): Promise<string> {
  const accessToken = await getOwnToken(mock)
  const locked: ApiResult<Answer> = await callApi(mock, 'POST', `/client/lock_flag/update/${clientId}`, {
    clientLocked: true,
  })
  if (locked.status !== 200) throw new Error(JSON.stringify(locked))
  return accessToken
}

const manageable = authorizationWorld({ apiTokens: [{ apiToken: 'service-token', rights: ['ADMIN'] }] })

/** What Authlete's documents say in words: when an answer is given, for which no example stands there. */
export const wordFacts: readonly Fact[] = [
  {
    id: 'token-create-grant-type',
    input: 'auth/token/create without grantType, then with REFRESH_TOKEN',
    published: 'BAD_REQUEST, for example where grantType was missing; REFRESH_TOKEN is not allowed',
    ...javadoc('TokenCreateRequest, TokenCreateResponse.Action'),
    outcomes: ['token/create/grant_type_missing', 'token/create/grant_type_refresh_token'],
    replay: async (mock) => [
      await create(mock, { clientId, subject: 'alice' }),
      await create(mock, { ...good, grantType: 'REFRESH_TOKEN' }),
    ],
    answer: [
      { action: 'BAD_REQUEST', resultCode: 'A104201' },
      { action: 'BAD_REQUEST', resultCode: 'A104202' },
    ],
  },
  {
    id: 'token-create-subject',
    input: 'auth/token/create without subject, with one of 101 characters, with one that is not ASCII',
    published: 'required but for CLIENT_CREDENTIALS; only ASCII characters, at most 100',
    ...javadoc('TokenCreateRequest'),
    outcomes: [
      'token/create/subject_missing',
      'token/create/subject_too_long',
      'token/create/subject_not_ascii',
    ],
    replay: async (mock) => [
      await create(mock, { grantType: 'AUTHORIZATION_CODE', clientId }),
      await create(mock, { ...good, subject: 'a'.repeat(101) }),
      await create(mock, { ...good, subject: 'ålice' }),
      await create(mock, { grantType: 'CLIENT_CREDENTIALS', clientId }),
    ],
    answer: [
      { action: 'BAD_REQUEST', resultCode: 'A105201' },
      { action: 'BAD_REQUEST', resultCode: 'A105202' },
      { action: 'BAD_REQUEST', resultCode: 'A105203' },
      { action: 'OK' },
    ],
  },
  {
    id: 'token-create-scope-unsupported',
    input: 'auth/token/create with a scope that the service does not support',
    published: 'cannot be specified, and requesting it causes an error',
    ...javadoc('TokenCreateRequest'),
    outcomes: ['token/create/scope_unsupported'],
    replay: (mock) => create(mock, { ...good, scopes: ['unsupported'] }),
    answer: { action: 'BAD_REQUEST', resultCode: 'A106201' },
  },
  {
    id: 'token-create-value-in-use',
    input: 'auth/token/create with the value of a token that there is, and of a refresh token',
    published: 'cannot be inserted, and the API reports an error',
    ...javadoc('TokenCreateRequest'),
    outcomes: ['token/create/access_token_in_use', 'token/create/refresh_token_in_use'],
    replay: async (mock) => {
      await create(mock, { ...good, accessToken: 'mine', refreshToken: 'mine-too' })
      return [
        await create(mock, { ...good, accessToken: 'mine' }),
        await create(mock, { ...good, refreshToken: 'mine-too' }),
      ]
    },
    answer: [{ resultCode: 'A144201' }, { resultCode: 'A144202' }],
  },
  {
    id: 'token-update-unknown',
    input: 'auth/token/update without accessToken, then with one that there is not',
    published: 'BAD_REQUEST, for example where accessToken was missing; NOT_FOUND: it does not exist',
    ...javadoc('TokenUpdateResponse.Action'),
    outcomes: ['token/update/access_token_missing', 'token/update/access_token_unknown'],
    replay: async (mock) => [
      await call(mock, '/auth/token/update', { scopes: ['profile'] }),
      await call(mock, '/auth/token/update', { accessToken: 'unknown' }),
    ],
    answer: [{ action: 'BAD_REQUEST' }, { action: 'NOT_FOUND' }],
  },
  {
    id: 'introspection-without-token',
    input: 'auth/introspection and auth/userinfo without token',
    published: 'BAD_REQUEST: the request does not contain an access token',
    ...javadoc('IntrospectionResponse.Action, UserInfoResponse.Action'),
    outcomes: ['introspection/access_token_missing', 'userinfo/access_token_missing'],
    replay: async (mock) => [
      await call(mock, '/auth/introspection', {}),
      await call(mock, '/auth/userinfo', {}),
    ],
    answer: [{ action: 'BAD_REQUEST' }, { action: 'BAD_REQUEST' }],
  },
  {
    id: 'introspection-of-other-subject',
    input: 'auth/introspection with a subject that is not the one of the token',
    published:
      'FORBIDDEN: the subject associated with the access token is different from the one in the request',
    ...contract('POST /api/{serviceId}/auth/introspection, FORBIDDEN'),
    outcomes: ['introspection/subject_mismatch'],
    replay: async (mock) => {
      const { accessToken } = await mock.admin.mintToken(serviceId, { subject: 'alice' })
      return call(mock, '/auth/introspection', { token: accessToken, subject: 'bob' })
    },
    answer: { action: 'FORBIDDEN' },
  },
  {
    id: 'userinfo-without-subject',
    input: 'auth/userinfo with a token of the scope openid that no subject has',
    published: 'UNAUTHORIZED: the access token is not associated with any subject',
    ...contract('POST /api/{serviceId}/auth/userinfo, UNAUTHORIZED'),
    outcomes: ['userinfo/subject_missing'],
    replay: async (mock) => {
      const { accessToken } = await create(mock, {
        grantType: 'CLIENT_CREDENTIALS',
        clientId,
        scopes: ['openid'],
      })
      return call(mock, '/auth/userinfo', { token: accessToken })
    },
    answer: { action: 'UNAUTHORIZED' },
  },
  {
    id: 'introspection-of-locked-client',
    input: 'auth/introspection with a token of a client that was locked since',
    published:
      'invalid_token, A097303: The client application associated with the presented access token is locked.',
    ...contract('POST /api/{serviceId}/auth/token/revoke, the lock-then-revoke pattern'),
    outcomes: ['introspection/client_locked'],
    world: manageable,
    replay: async (mock) => call(mock, '/auth/introspection', { token: await lock(mock) }),
    answer: {
      action: 'UNAUTHORIZED',
      resultMessage: '[A097303] The client application associated with the presented access token is locked.',
      responseContent: 'error="invalid_token"',
    },
  },
  {
    id: 'token-of-locked-client',
    input: 'auth/token for a client that is locked',
    published: 'rejected with invalid_client',
    ...contract('POST /api/{serviceId}/auth/token/revoke, the lock-then-revoke pattern'),
    outcomes: ['token/client_locked'],
    world: manageable,
    replay: async (mock) => {
      await lock(mock)
      return requestToken(mock, clientRequest({ scope: 'profile' }))
    },
    answer: { action: 'INVALID_CLIENT', responseContent: '"error":"invalid_client"' },
  },
  {
    id: 'code-of-locked-client',
    input: 'the result code of auth/token for a client that is locked',
    published: 'invalid_client, for example A458101',
    ...contract('POST /api/{serviceId}/auth/token/revoke, the lock-then-revoke pattern'),
    certainty: 'low',
    differs:
      "A048307: Authlete's list of codes has it for this case, and A458101 for an API token that is not valid.",
    world: manageable,
    replay: async (mock) => {
      await lock(mock)
      return requestToken(mock, clientRequest({ scope: 'profile' }))
    },
    answer: { resultCode: 'A458101' },
  },
  {
    id: 'grant-action-required',
    input: 'a request without grant_management_action to a service with grantManagementActionRequired',
    published: 'every authorization request must include it, which blocks all public clients',
    ...contract('Service grantManagementActionRequired'),
    outcomes: ['authorization/grant_action_required'],
    world: authorizationWorld({ grantManagementActionRequired: true }),
    replay: async (mock) => {
      const asked = { grant_management_action: 'create' }
      const answers = [
        await request(mock),
        await request(mock, { ...asked, client_id: String(publicClientId) }),
        await request(mock, asked),
      ]
      return answers.map(({ ticket }) => typeof ticket)
    },
    answer: ['undefined', 'undefined', 'string'],
  },
  {
    id: 'request-object-required',
    input: 'a request without request object, where client or service has requestObjectRequired',
    published: 'requests are always required to utilize a request object',
    ...contract('Client and Service requestObjectRequired'),
    outcomes: ['authorization/request_object_required_by_client'],
    world: authorizationWorld({}, { requestObjectRequired: true }),
    replay: async (mock) => request(mock),
    answer: { resultCode: 'A008309' },
  },
]
