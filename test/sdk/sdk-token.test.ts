import { Authlete } from '@authlete/typescript-sdk'
import t from 'tap'
import { authorize, clientId, clientSecret, redirectUri } from '../support/requests/authorize.ts'
import { apiToken, serviceId, startTestMock } from '../support/mock.ts'
import { form, tokenWorld } from '../support/requests/token.ts'

t.test("Authlete's SDK takes codes, owners and refusals through the token endpoint", async (t) => {
  const mock = await startTestMock(t, { world: tokenWorld() })
  const sdk = new Authlete({ serverURL: await mock.listen(), bearer: apiToken })
  const client = { clientId: String(clientId), clientSecret }
  const properties = [{ key: 'consent', value: 'c-1', hidden: true }]
  const code = await authorize(mock, { grant_management_action: 'create' }, { properties })
  const parameters = form({ grant_type: 'authorization_code', code, redirect_uri: redirectUri })
  const request = { parameters, ...client }
  const answer = await sdk.token.process({ serviceId, tokenRequest: request })
  t.match(answer, { action: 'OK', clientId, idToken: String, grantId: String, properties })
  t.notMatch(answer.responseContent, /c-1/)

  const again = await sdk.token.process({ serviceId, tokenRequest: request })
  t.match(again, { action: 'BAD_REQUEST', resultCode: 'A050305' })
  const stranger = { ...request, clientSecret: 'wrong' }
  t.equal((await sdk.token.process({ serviceId, tokenRequest: stranger })).action, 'INVALID_CLIENT')

  const owner = { ...client, parameters: form({ grant_type: 'password', username: 'alice', password: 'p' }) }
  const { ticket = '', action } = await sdk.token.process({ serviceId, tokenRequest: owner })
  t.equal(action, 'PASSWORD')
  const issued = await sdk.token.issue({ serviceId, tokenIssueRequest: { ticket, subject: 'alice' } })
  t.match(issued, { action: 'OK', subject: 'alice' })
  const failed = await sdk.token.fail({ serviceId, tokenFailRequest: { ticket, reason: 'UNKNOWN' } })
  t.match(failed, { action: 'INTERNAL_SERVER_ERROR', resultCode: 'A063202' })
})
