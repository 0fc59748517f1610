import t from 'tap'
import { authorizationOutcomes, type AuthorizationReason } from '../../../src/api/authorization/outcomes.ts'
import type { AuthorizationOutcomeRow } from '../../../src/api/authorization/rows.ts'
import {
  authorizationWorld,
  basic,
  call,
  issuer,
  redirectUri,
  request,
  requestParameters,
  requestTicket,
  type AuthorizationAnswer,
} from '../../support/requests/authorize.ts'
import { serviceId, startTestMock } from '../../support/mock.ts'
import { meetOutcome } from '../../support/outcome.ts'

/** The error that the client gets, by the redirect URI or by JSON. */
function readError({ action, responseContent = '' }: AuthorizationAnswer): object {
  const prefix = `${redirectUri}?`
  if (action !== 'LOCATION') return JSON.parse(responseContent) as object
  if (!responseContent.startsWith(prefix)) throw new Error(`not the client's: ${responseContent}`)
  const {
    state: _,
    iss,
    ...error
  } = Object.fromEntries(new URLSearchParams(responseContent.slice(prefix.length)))
  if (iss !== issuer) throw new Error(`iss is missing: ${responseContent}`)
  return error
}

const rows = Object.entries(authorizationOutcomes) as [AuthorizationReason, AuthorizationOutcomeRow][]

t.test('whatever a call meets, its client is told by the error of the row', async (t) => {
  const mock = await startTestMock(t)
  for (const [reason, row] of rows) {
    const { body } = await meetOutcome<AuthorizationAnswer>(mock, 'authorization', reason)
    if (row.error !== undefined) {
      t.strictSame(
        readError(body),
        {
          error: row.error,
          error_description: body.resultMessage,
          error_uri: `https://docs.authlete.com/#${row.resultCode}`,
        },
        reason,
      )
    }
    t.equal(body['dpopNonce'] !== undefined, reason === 'pushed_dpop_nonce_unusable', reason)
    await mock.admin.reset()
  }
})

/** Texts of each API, plain ones and ones that are filled. */
const texts: Partial<Record<AuthorizationReason, string>> = {
  parameters_missing:
    "[A004201] The authorization request from the service does not contain 'parameters' parameter.",
  redirect_uri_unregistered:
    "[A011317] The value of 'redirect_uri' (https://rp.example.com/other) is not registered.",
  redirect_uri_unregistered_by_openid:
    "[A011304] The value of 'redirect_uri' (https://rp.example.com/other) is not registered.",
  response_type_unsupported: "[A009305] The response type 'none' is not supported by this service.",
  nonce_too_long: "[A014305] The length of 'nonce' exceeds the maximum length (2048).",
  code_challenge_missing:
    "[A124301] The authorization request does not contain 'code_challenge' parameter. See RFC 7636 for details.",
  acr_unsupported: "[A021304] The ACR value 'loa3' is not supported by this service.",
  request_object_key_unknown:
    "[A005352] The registered JWK Set does not contain the public key to verify the signature of the request object passed by 'request' parameter. (alg=ES256, kid=two)",
  authorization_detail_without_type:
    "[A249301] The 'type' of the element (index = 0) in 'authorization_details' is null or empty.",
  issue_ticket_unknown:
    '[A041202] There is no entity having the ticket specified in the /api/auth/authorization/issue request (ticket = nobody).',
  consented_grant_gone: '[A285308] The grant identified by the grant ID does not exist any longer.',
  failed_denied: '[A060306] The end-user denied the authorization request.',
  update_info_missing: "[A299204] The /api/auth/authorization/ticket/update request does not contain 'info'.",
  pushed_client_unidentified:
    "[A247306] The pushed authorization request endpoint request does not include any clue to identify the client application with. Adding the 'client_id' request parameter may solve this problem.",
  pushed_dpop_alg_forbidden:
    "[A350302] The DPoP signature algorithm (HS256) must not be symmetric or 'none'.",
}

t.test('texts read as Authlete writes them', async (t) => {
  const mock = await startTestMock(t)
  for (const [reason, text] of Object.entries(texts)) {
    const { body } = await meetOutcome<AuthorizationAnswer>(mock, 'authorization', reason)
    t.equal(body.resultMessage, text)
  }
})

t.test('what nobody decided is an error of the server, at every API', async (t) => {
  const mock = await startTestMock(t, { world: authorizationWorld() })
  const ticket = await requestTicket(mock)
  await mock.admin.addFault(serviceId, { fault: 'authlete_error' })
  const subject = 'alice'
  const calls: readonly (readonly [string, object])[] = [
    ['/auth/authorization', { parameters: requestParameters() }],
    ['/auth/authorization/issue', { ticket, subject }],
    ['/auth/authorization/fail', { ticket, reason: 'DENIED' }],
    ['/pushed_auth_req', { parameters: requestParameters(), ...basic }],
  ]
  for (const [path, body] of calls) {
    const answer = await call(mock, path, body)
    t.match(answer, {
      resultCode: 'A000101',
      resultMessage: '[A000101] Authlete Server error.',
      action: 'INTERNAL_SERVER_ERROR',
    })
    t.match(readError(answer), { error: 'server_error' })
  }
  const updated = await call(mock, '/auth/authorization/ticket/update', { ticket, info: 'a' })
  t.match(updated, { resultCode: 'A299101', action: 'AUTHLETE_ERROR' })
  const { requests } = await mock.admin.listRequests(serviceId)
  t.equal(requests[0]?.reason, 'ticket_info_crash', 'the journal names the reason')
})

t.test('an error goes to the client as a page where it asked for one', async (t) => {
  const mock = await startTestMock(t, { world: authorizationWorld() })
  const answer = await request(mock, { response_mode: 'form_post', prompt: 'beep', state: '"><script>' })
  t.match(answer, { resultCode: 'A016303', action: 'FORM' })
  t.match(answer.responseContent, `<form method="post" action="${redirectUri}">`)
  t.match(answer.responseContent, '<input type="hidden" name="error" value="invalid_request"/>')
  t.match(answer.responseContent, 'name="state" value="&quot;&gt;&lt;script&gt;"')
  t.notMatch(answer.responseContent, '<script')
})
