import { callApi } from '../../support/api.ts'
import { authorizationWorld, call } from '../../support/requests/authorize.ts'
import { serviceId, type GmAnswer, type TestMock } from '../../support/mock.ts'
import { getOwnToken, getTokens, refreshRequest, requestToken } from '../../support/requests/token.ts'
import type { Fact } from '../fact.ts'
import { contract, javadoc, lab, notes, probe } from '../publications.ts'

const management = 'grant_management_query grant_management_revoke'

interface Ownership {
  readonly accessToken: string
  readonly grantId: string
  readonly refreshToken: string | undefined
}

/** A grant and the tokens that it came with, from an authorization request of its own. */
async function makeGrant(
  mock: TestMock,
  scope = `profile ${management}`,
  subject = 'alice',
): Promise<Ownership> {
  const parameters = { scope, grant_management_action: 'create' }
  const { accessToken = '', grantId = '', refreshToken } = await getTokens(mock, parameters, { subject })
  return { accessToken, grantId, refreshToken }
}

const query = (mock: TestMock, accessToken: string, grantId: string): Promise<GmAnswer> =>
  mock.gm({ accessToken, gmAction: 'QUERY', grantId })

const revoke = (mock: TestMock, accessToken: string, grantId: string): Promise<GmAnswer> =>
  mock.gm({ accessToken, gmAction: 'REVOKE', grantId })

async function queryOwn(mock: TestMock, scope?: string): Promise<GmAnswer> {
  const { accessToken, grantId } = await makeGrant(mock, scope)
  return query(mock, accessToken, grantId)
}

/** What was published about `gm`: whose grants are told and ended, and by which tokens. */
export const gmFacts: readonly Fact[] = [
  {
    id: 'gm-query',
    input: 'QUERY of a grant with the token that came with it',
    published: 'OK, A277001',
    ...probe('27'),
    outcomes: ['gm/queried'],
    replay: (mock) => queryOwn(mock),
    answer: { action: 'OK', resultCode: 'A277001' },
  },
  {
    id: 'gm-query-with-profile',
    input: 'QUERY of a grant with the scope profile and both scopes of grant management',
    published:
      '{"scopes":[{"scope":"grant_management_query grant_management_revoke profile"}],"claims":["birthdate","family_name",...]}',
    ...lab('10'),
    replay: (mock) => queryOwn(mock),
    answer: {
      responseContent:
        /^\{"scopes":\[\{"scope":"grant_management_query grant_management_revoke profile"\}\],"claims":\["birthdate","family_name",("\w+",?)+\]\}$/,
    },
  },
  {
    id: 'gm-query-with-address',
    input: 'QUERY of a grant with the scope address and both scopes of grant management',
    published:
      '{"scopes":[{"scope":"address grant_management_query grant_management_revoke"}],"claims":["address"]}',
    ...lab('10'),
    world: authorizationWorld({
      supportedScopes: ['address', ...management.split(' ')].map((name) => ({ name })),
    }),
    replay: async (mock) => (await queryOwn(mock, `address ${management}`)).responseContent,
    answer:
      /^\{"scopes":\[\{"scope":"address grant_management_query grant_management_revoke"\}\],"claims":\["address"\]\}$/,
  },
  {
    id: 'gm-revoke',
    input: 'REVOKE of a grant with the token that came with it',
    published: 'NO_CONTENT, A277001',
    ...probe('27'),
    outcomes: ['gm/revoked'],
    replay: async (mock) => {
      const { accessToken, grantId } = await makeGrant(mock)
      return revoke(mock, accessToken, grantId)
    },
    answer: { action: 'NO_CONTENT', resultCode: 'A277001', responseContent: undefined },
  },
  {
    id: 'gm-grant-unknown',
    input: 'QUERY of a grant that there is not',
    published: 'NOT_FOUND, A283301',
    ...probe('27'),
    outcomes: ['gm/grant_unknown'],
    replay: async (mock) => query(mock, (await makeGrant(mock)).accessToken, 'not-a-real-grant'),
    answer: { action: 'NOT_FOUND', resultCode: 'A283301' },
  },
  {
    id: 'gm-grant-revoked',
    input: 'QUERY of a grant after its REVOKE, with the same token',
    published: 'NOT_FOUND, A283301; 204 and then 404 at the client',
    ...lab('10'),
    replay: async (mock) => {
      const { accessToken, grantId } = await makeGrant(mock)
      await revoke(mock, accessToken, grantId)
      return query(mock, accessToken, grantId)
    },
    answer: { action: 'NOT_FOUND', resultCode: 'A283301' },
  },
  {
    id: 'gm-token-unknown',
    input: 'QUERY with a token that was never issued',
    published: 'UNAUTHORIZED, A279306',
    ...probe('27'),
    outcomes: ['gm/access_token_unknown'],
    replay: async (mock) => query(mock, 'bogus', (await makeGrant(mock)).grantId),
    answer: { action: 'UNAUTHORIZED', resultCode: 'A279306' },
  },
  {
    id: 'gm-token-absent',
    input: 'a call without accessToken',
    published: 'UNAUTHORIZED: the request includes no access token or an invalid one; 401 at the client',
    ...lab('10'),
    outcomes: ['gm/access_token_missing'],
    replay: (mock) => mock.gm({ gmAction: 'QUERY', grantId: 'not-a-real-grant' }),
    answer: { action: 'UNAUTHORIZED' },
  },
  {
    id: 'gm-scope-missing',
    input: 'QUERY with a client_credentials token that has only the scope profile',
    published: '401 at the client of a server that answers 401 for UNAUTHORIZED and 403 for FORBIDDEN',
    ...lab('10'),
    certainty: 'medium',
    outcomes: ['gm/scope_missing'],
    replay: async (mock) => {
      const { grantId } = await makeGrant(mock)
      return query(mock, await getOwnToken(mock, 'profile'), grantId)
    },
    answer: { action: 'UNAUTHORIZED' },
  },
  {
    id: 'gm-scope-of-the-other-action',
    input: 'REVOKE with a token that has grant_management_query alone',
    published: '401 at the client of a server that answers 401 for UNAUTHORIZED and 403 for FORBIDDEN',
    ...lab('11'),
    certainty: 'medium',
    outcomes: ['gm/scope_missing'],
    replay: async (mock) => {
      const { accessToken, grantId } = await makeGrant(mock, 'profile grant_management_query')
      return revoke(mock, accessToken, grantId)
    },
    answer: { action: 'UNAUTHORIZED' },
  },
  {
    id: 'gm-token-without-grant',
    input: 'QUERY of a grant that there is not, with a client_credentials token that has the scope',
    published: '404 at the client: the token need not belong to the grant',
    ...notes('end-to-end tests'),
    replay: async (mock) => query(mock, await getOwnToken(mock, management), 'not-a-real-grant'),
    answer: { action: 'NOT_FOUND', resultCode: 'A283301' },
  },
  {
    id: 'gm-query-of-other-subject',
    input: "QUERY of bob's grant with alice's token of the same client",
    published: "OK, A277001, with the scopes of bob's grant",
    ...probe('27'),
    replay: async (mock) => {
      const { accessToken } = await makeGrant(mock)
      const { grantId } = await makeGrant(mock, `email ${management}`, 'bob')
      return query(mock, accessToken, grantId)
    },
    answer: { action: 'OK', resultCode: 'A277001', responseContent: '"scope":"email grant_management_query' },
  },
  {
    id: 'gm-revoke-of-other-subject',
    input: "REVOKE of bob's grant with alice's token of the same client, then QUERY with bob's own",
    published: 'NO_CONTENT, A277001, then NOT_FOUND, A283301',
    ...probe('27'),
    replay: async (mock) => {
      const { accessToken } = await makeGrant(mock)
      const other = await makeGrant(mock, `email ${management}`, 'bob')
      const revoked = await revoke(mock, accessToken, other.grantId)
      return [revoked, await query(mock, other.accessToken, other.grantId)]
    },
    answer: [
      { action: 'NO_CONTENT', resultCode: 'A277001' },
      { action: 'NOT_FOUND', resultCode: 'A283301' },
    ],
  },
  {
    id: 'gm-revoke-ends-refresh-token',
    input: 'the refresh token of a grant after its REVOKE',
    published: 'invalid_grant, [A053305] The refresh token passed to the token endpoint does not exist.',
    ...lab('10'),
    outcomes: ['token/refresh_token_unknown'],
    replay: async (mock) => {
      const { accessToken, grantId, refreshToken } = await makeGrant(mock)
      await revoke(mock, accessToken, grantId)
      return requestToken(mock, refreshRequest(refreshToken))
    },
    answer: {
      action: 'BAD_REQUEST',
      resultMessage: '[A053305] The refresh token passed to the token endpoint does not exist.',
      responseContent: '"error":"invalid_grant"',
    },
  },
  {
    id: 'gm-revoke-spares-access-token',
    input: 'the access token of a grant after its REVOKE, at auth/introspection/standard',
    published: 'active, with its scopes',
    ...lab('10'),
    replay: async (mock) => {
      const { accessToken, grantId } = await makeGrant(mock)
      await revoke(mock, accessToken, grantId)
      return call(mock, '/auth/introspection/standard', { parameters: `token=${accessToken}` })
    },
    answer: {
      action: 'OK',
      responseContent: /"active":true.*"scope":"grant_management_query grant_management_revoke profile"/,
    },
  },
  {
    id: 'gm-action-missing',
    input: 'a call without gmAction',
    published: 'CALLER_ERROR: for example, the gmAction parameter is not included',
    ...javadoc('GMResponse.Action'),
    outcomes: ['gm/gm_action_missing'],
    replay: (mock) => mock.gm({ grantId: 'grant', accessToken: 'token' }),
    answer: { action: 'CALLER_ERROR' },
  },
  {
    id: 'gm-member-subject-unknown',
    input:
      'a call with the member subject, as in the example of the document, which the schema does not have',
    published: 'an example of a request with it',
    ...contract('example of POST /api/{serviceId}/gm'),
    replay: async (mock) => {
      const { accessToken, grantId } = await makeGrant(mock)
      const body = { accessToken, grantId, gmAction: 'QUERY', subject: 'john' }
      return callApi(mock, 'POST', `/api/${serviceId}/gm`, body)
    },
    answer: { status: 200, body: { action: 'OK' } },
  },
]
