import { authorizationWorld, clientId } from '../support/requests/authorize.ts'
import { callApi } from '../support/api.ts'
import type { TestMock } from '../support/mock.ts'
import { getTokens, refreshRequest, requestToken, tokenWorld } from '../support/requests/token.ts'
import type { Fact } from './fact.ts'
import { javadoc } from './publications.ts'

const attribute = (value: string) => [{ key: 'access_token.duration', value }]

/** A service whose tokens last a day, an hour with the scope `read`, ten minutes with `write`. */
const withDurations = (client: object = {}) =>
  authorizationWorld(
    {
      accessTokenDuration: 86_400,
      supportedScopes: [
        { name: 'read', attributes: attribute('3600') },
        { name: 'write', attributes: attribute('600') },
      ],
    },
    client,
  )

const create = async (mock: TestMock, scopes: readonly string[]) => {
  const body = { grantType: 'AUTHORIZATION_CODE', clientId, subject: 'alice', scopes }
  return (await callApi(mock, 'POST', '/auth/token/create', body)).body
}

/** A refresh token is used, and used once more so many milliseconds later. */
const repeatAfter = (milliseconds: number) => async (mock: TestMock) => {
  const { refreshToken: spent } = await getTokens(mock)
  const { refreshToken } = await requestToken(mock, refreshRequest(spent))
  mock.time.now += milliseconds
  const answer = await requestToken(mock, refreshRequest(spent))
  return { ...answer, isSame: answer.refreshToken === refreshToken }
}

const idempotent = tokenWorld({ refreshTokenIdempotent: true })

/** What was published about properties of services, clients and scopes. */
export const propertiesFacts: readonly Fact[] = [
  {
    id: 'lifetime-shortest-scope',
    input:
      'a token with two scopes, whose `access_token.duration` is 3600 and 600, of a service that says 86400',
    published: 'it lasts 600 seconds',
    where: 'Authlete KB, How Authlete determines token duration, scenario 4',
    when: '2026-08',
    source: 'documented',
    certainty: 'high',
    world: withDurations(),
    replay: (mock) => create(mock, ['read', 'write']),
    answer: { expiresIn: 600 },
  },
  {
    id: 'lifetime-shorter-client',
    input: 'a token with both scopes, of a client whose `accessTokenDuration` is 300',
    published: 'it lasts 300 seconds',
    where: 'Authlete KB, How Authlete determines token duration, scenario 5',
    when: '2026-08',
    source: 'documented',
    certainty: 'high',
    world: withDurations({ extension: { accessTokenDuration: 300 } }),
    replay: (mock) => create(mock, ['read', 'write']),
    answer: { expiresIn: 300 },
  },
  {
    id: 'lifetime-longer-client',
    input: 'a token of a client whose `accessTokenDuration` is longer than what a scope says',
    published: 'the setting of the client overrides those of scopes and service',
    where: 'Authlete KB, How Authlete determines token duration, client level',
    when: '2026-08',
    source: 'documented',
    certainty: 'low',
    differs:
      'the description of `client_extension` and an older edition of the same page say that the shortest counts',
    world: withDurations({ extension: { accessTokenDuration: 3000 } }),
    replay: (mock) => create(mock, ['write']),
    answer: { expiresIn: 3000 },
  },
  {
    id: 'refresh-repeated',
    input: 'a spent refresh token within the short time, where `refreshTokenIdempotent` is true',
    published: 'the renewed refresh token of the request before, with `previousRefreshTokenUsed` true',
    ...javadoc('TokenResponse.isPreviousRefreshTokenUsed'),
    world: idempotent,
    replay: repeatAfter(1000),
    answer: { action: 'OK', isSame: true, previousRefreshTokenUsed: true },
  },
  {
    id: 'refresh-repeated-late',
    input: 'the same after the short time',
    published: 'the refresh token is told not to exist, with `previousRefreshTokenUsed` true',
    ...javadoc('TokenResponse.isPreviousRefreshTokenUsed'),
    world: idempotent,
    replay: repeatAfter(3_600_000),
    answer: { resultCode: 'A053305', previousRefreshTokenUsed: true },
  },
  {
    id: 'refresh-repeated-within-a-minute',
    input: 'how long the short time is',
    published: '60 seconds',
    where: 'github.com/blackadi/OAUTH2.0, docs/DEVELOPMENT.md',
    when: '2026-08',
    source: 'documented',
    certainty: 'low',
    world: idempotent,
    replay: repeatAfter(59_999),
    answer: { isSame: true },
  },
]
