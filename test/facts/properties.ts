import { authorizationWorld, clientId } from '../support/authorize.ts'
import { callApi } from '../support/api.ts'
import type { TestMock } from '../support/mock.ts'
import type { Fact } from './fact.ts'

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
]
