import { Authlete } from '@authlete/typescript-sdk'
import t, { type Test } from 'tap'
import {
  authorizationWorld,
  basic,
  clientId,
  redirectUri,
  requestParameters,
} from '../support/requests/authorize.ts'
import { apiToken, serviceId, startTestMock } from '../support/mock.ts'

/** Authlete's own SDK, unmodified, pointed at a listening mock. */
async function startWithSdk(t: Test) {
  const mock = await startTestMock(t, { world: authorizationWorld() })
  return new Authlete({ serverURL: await mock.listen(), bearer: apiToken })
}

t.test('the SDK pushes a request, uses it, and issues a code for it', async (t) => {
  const sdk = await startWithSdk(t)
  const details = [{ type: 'payment_initiation', actions: ['pay'], limit: 5 }]
  const pushed = await sdk.pushedAuthorization.create({
    serviceId,
    pushedAuthorizationRequest: {
      parameters: requestParameters({
        grant_management_action: 'create',
        prompt: 'consent',
        authorization_details: JSON.stringify(details),
      }),
      ...basic,
    },
  })
  t.match(pushed, { action: 'CREATED' })
  const parameters = new URLSearchParams({
    client_id: String(clientId),
    request_uri: String(pushed.requestUri),
  })
  const answer = await sdk.authorization.processRequest({
    serviceId,
    authorizationRequest: { parameters: parameters.toString() },
  })
  t.match(answer, {
    action: 'INTERACTION',
    gmAction: 'CREATE',
    prompts: ['CONSENT'],
    client: { clientId },
    authorizationDetails: { elements: [{ type: 'payment_initiation', otherFields: '{"limit":5}' }] },
  })
  const ticket = String(answer.ticket)
  const issued = await sdk.authorization.issue({
    serviceId,
    authorizationIssueRequest: { ticket, subject: 'alice', claims: '{"name":"Alice"}' },
  })
  t.equal(issued.action, 'LOCATION')
  t.match(issued.responseContent, `${redirectUri}?state=state-1&code=${issued.authorizationCode}`)
})

t.test('the SDK fails a request, and puts a text beside its ticket before', async (t) => {
  const sdk = await startWithSdk(t)
  const { ticket = '' } = await sdk.authorization.processRequest({
    serviceId,
    authorizationRequest: { parameters: requestParameters({ prompt: 'none' }) },
  })
  const updated = await sdk.authorization.management.updateTicket({
    serviceId,
    authorizationTicketUpdateRequest: { ticket, info: 'a text' },
  })
  t.match(updated, { action: 'OK', info: 'a text' })
  const info = await sdk.authorization.management.getTicketInfo({
    serviceId,
    authorizationTicketInfoRequest: { ticket },
  })
  t.strictSame(info.info, { context: 'a text' })
  const failed = await sdk.authorization.fail({
    serviceId,
    authorizationFailRequest: { ticket, reason: 'NOT_LOGGED_IN' },
  })
  t.match(failed, { action: 'LOCATION', resultCode: 'A060301' })
})
