import t from 'tap'
import { startTestMock } from '../../support/mock.ts'
import {
  authorizationWorld,
  authorize,
  call,
  clientId,
  issuer,
  redirectUri,
  request,
  requestTicket,
} from '../../support/requests/authorize.ts'

t.test('a good request gets a ticket, and consent a code at the redirect URI', async (t) => {
  const mock = await startTestMock(t, { world: authorizationWorld() })
  const answer = await request(mock, { grant_management_action: 'create' })
  t.match(answer, {
    resultCode: 'A004001',
    resultMessage: `[A004001] Authlete has successfully issued a ticket to the service (API Key = 700) for the authorization request from the client (ID = ${clientId}). [response_type=code, openid=true]`,
    action: 'INTERACTION',
    gmAction: 'CREATE',
    maxAge: 0,
    display: 'PAGE',
    client: { clientId, clientType: 'CONFIDENTIAL', number: 1001 },
    scopes: [{ name: 'openid' }, { name: 'accounts' }],
  })
  const issued = await call(mock, '/auth/authorization/issue', { ticket: answer.ticket, subject: 'alice' })
  const { authorizationCode: code = '' } = issued
  t.match(code, /^[\w-]{43}$/)
  t.same(issued, {
    resultCode: 'A040001',
    resultMessage: '[A040001] The authorization request was processed successfully.',
    accessTokenDuration: 0,
    accessTokenExpiresAt: 0,
    action: 'LOCATION',
    authorizationCode: code,
    responseContent: `${redirectUri}?state=state-1&code=${code}&iss=${encodeURIComponent(issuer)}`,
  })
})

t.test('a ticket works once', async (t) => {
  const mock = await startTestMock(t, { world: authorizationWorld() })
  const ticket = await requestTicket(mock)
  await call(mock, '/auth/authorization/issue', { ticket, subject: 'alice' })
  const again = await call(mock, '/auth/authorization/issue', { ticket, subject: 'alice' })
  t.equal(again.resultCode, 'A041202')
  t.equal(again.action, 'BAD_REQUEST')
})

t.test('codes differ', async (t) => {
  const mock = await startTestMock(t, { world: authorizationWorld() })
  t.not(await authorize(mock), await authorize(mock))
})
