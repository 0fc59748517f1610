import { callApi } from '../support/api.ts'
import { authorizationWorld, authorize, clientId, request } from '../support/authorize.ts'
import { apiToken } from '../support/mock.ts'
import type { Fact } from './fact.ts'

const parameterised = authorizationWorld({
  supportedScopes: [
    { name: 'email' },
    { name: 'consent', attributes: [{ key: 'regex', value: '^consent:.+$' }] },
  ],
  apiTokens: [{ apiToken, rights: ['ADMIN'] }],
})

/** What was published about authorization. */
export const authorizationFacts: readonly Fact[] = [
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
