import fc from 'fast-check'
import t from 'tap'
import {
  authorizationWorld,
  basic,
  call,
  clientId,
  redirectUri,
  requestParameters,
  type AuthorizationAnswer,
} from '../../support/requests/authorize.ts'
import { startTestMock } from '../../support/mock.ts'
import { objectKeys } from '../../support/requests/request-object.ts'

const names = [
  'client_id',
  'response_type',
  'response_mode',
  'redirect_uri',
  'scope',
  'state',
  'nonce',
  'prompt',
  'display',
  'max_age',
  'claims',
  'acr_values',
  'resource',
  'authorization_details',
  'code_challenge',
  'code_challenge_method',
  'request',
  'request_uri',
  'dpop_jkt',
  'grant_id',
  'grant_management_action',
]

const values = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.json(),
  fc.constantFrom(
    String(clientId),
    'code',
    'form_post',
    redirectUri,
    'openid offline_access',
    'none',
    'merge',
    '__proto__',
    '[{"type":"payment_initiation"}],"details":[]',
    '{"id_token":{"acr":{"values":[1,null]},"sub":{"value":{}}}}',
    'urn:ietf:params:oauth:request_uri:',
    'eyJhbGciOiJub25lIn0.e30.',
  ),
)

const requests = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.tuple(fc.constantFrom(...names), values), { maxLength: 8 })
    .map((entries) => new URLSearchParams(entries).toString()),
  fc
    .dictionary(fc.constantFrom(...names.slice(1)), values, { maxKeys: 4 })
    .map((changes) => requestParameters(changes)),
)

const actions = ['INTERACTION', 'NO_INTERACTION', 'LOCATION', 'FORM', 'BAD_REQUEST']

/** Nothing is sent anywhere but to the URI that the client has registered. */
function staysHome({ action, responseContent = '' }: AuthorizationAnswer): boolean {
  if (action === 'LOCATION')
    return [`${redirectUri}?`, `${redirectUri}#`].includes(responseContent.slice(0, redirectUri.length + 1))
  return action !== 'FORM' || responseContent.includes(`<form method="post" action="${redirectUri}">`)
}

t.test('no text that a stranger sends crashes a server or leads astray', async (t) => {
  const services = [{}, { traditionalRequestObjectProcessingApplied: true, supportedAcrs: ['a'] }]
  for (const service of services) {
    const mock = await startTestMock(t, { world: authorizationWorld(service, { jwks: objectKeys }) })
    await fc.assert(
      fc.asyncProperty(requests, async (parameters) => {
        const answer = await call(mock, '/auth/authorization', { parameters })
        if (!actions.includes(answer.action) || !staysHome(answer)) throw new Error(JSON.stringify(answer))
        const pushed = await call(mock, '/pushed_auth_req', { parameters, ...basic })
        if (pushed.action === 'INTERNAL_SERVER_ERROR') throw new Error(JSON.stringify(pushed))
        if (answer.ticket === undefined) return
        const issued = await call(mock, '/auth/authorization/issue', {
          ticket: answer.ticket,
          subject: 'alice',
        })
        if (!['A004303', 'A040001', 'A285309'].includes(issued.resultCode) || !staysHome(issued)) {
          throw new Error(JSON.stringify(issued))
        }
      }),
      { numRuns: 250 },
    )
  }
})

t.test('no text that an authorization server sends beside a ticket crashes anything', async (t) => {
  const mock = await startTestMock(t, { world: authorizationWorld() })
  const text = fc.string({ unit: 'binary' })
  const body = fc.record(
    {
      ticket: text,
      subject: text,
      acr: text,
      claims: fc.oneof(text, fc.json()),
      idtHeaderParams: fc.oneof(text, fc.json()),
      scopes: fc.array(text),
      sub: text,
      info: text,
    },
    { requiredKeys: [] },
  )
  await fc.assert(
    fc.asyncProperty(body, async (members) => {
      const { ticket } = await call(mock, '/auth/authorization', { parameters: requestParameters() })
      for (const path of ['ticket/update', 'ticket/info', 'issue', 'fail']) {
        const answer = await call(mock, `/auth/authorization/${path}`, {
          ...members,
          ticket: members.ticket ?? ticket,
        })
        if (answer.resultCode === 'A000101' || answer.action === 'AUTHLETE_ERROR') {
          throw new Error(JSON.stringify(answer))
        }
      }
    }),
    { numRuns: 100 },
  )
})
