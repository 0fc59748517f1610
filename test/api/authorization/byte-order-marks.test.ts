import { decodeJwt, decodeProtectedHeader } from 'jose'
import t from 'tap'
import {
  authorize,
  call,
  pushRequest,
  request,
  requestTicket,
  clientId,
} from '../../support/requests/authorize.ts'
import { serviceId, startTestMock } from '../../support/mock.ts'
import { codeRequest, requestToken, tokenWorld } from '../../support/requests/token.ts'

/** Some writers put it before whatever they write (RFC 8259 §8.1). */
const mark = '\uFEFF'

const claims = { userinfo: { birthdate: null }, id_token: { acr: { values: ['gold'] }, name: null } }

t.test('a mark before claims and details changes nothing, from the request to userinfo', async (t) => {
  const world = tokenWorld({ accessTokenSignAlg: 'ES256', supportedAcrs: ['gold'] })
  const mock = await startTestMock(t, { world })
  const details = [{ type: 'payment_initiation', limit: 9 }]
  const marked = {
    claims: `${mark}${JSON.stringify(claims)}`,
    authorization_details: `${mark}${JSON.stringify(details)}`,
    grant_management_action: 'create',
  }
  const asked = await request(mock, marked)
  t.match(asked, {
    action: 'INTERACTION',
    acrs: ['gold'],
    idTokenClaims: JSON.stringify(claims.id_token),
    userInfoClaims: JSON.stringify(claims.userinfo),
    authorizationDetails: { elements: [{ type: 'payment_initiation', otherFields: '{"limit":9}' }] },
  })
  const issue = {
    claims: `${mark}{"name":"Alice"}`,
    idtHeaderParams: `${mark}{"x":1}`,
    jwtAtClaims: `${mark}{"tenant":"one"}`,
  }
  const answer = await requestToken(mock, codeRequest(await authorize(mock, marked, issue)))
  t.match(answer, { action: 'OK', requestedIdTokenClaims: ['acr', 'name'] })
  const tokens = JSON.parse(answer.responseContent) as { id_token: string; access_token: string }
  t.match(decodeJwt(tokens.id_token), { name: 'Alice' })
  t.match(decodeProtectedHeader(tokens.id_token), { x: 1 })
  t.match(decodeJwt(tokens.access_token), { tenant: 'one', authorization_details: details })
  t.match(await call(mock, '/auth/userinfo', { token: tokens.access_token }), {
    action: 'OK',
    claims: ['birthdate'],
    userInfoClaims: JSON.stringify(claims.userinfo),
  })
  const { grants } = await mock.admin.listGrants(serviceId)
  t.match(grants, [{ claims: ['name'], authorizationDetails: details }])
})

t.test('nor in a request that was pushed', async (t) => {
  const mock = await startTestMock(t, { world: tokenWorld({ supportedAcrs: ['gold'] }) })
  const requestUri = await pushRequest(mock, { claims: `${mark}${JSON.stringify(claims)}` })
  const parameters = new URLSearchParams({ client_id: String(clientId), request_uri: requestUri }).toString()
  t.match(await call(mock, '/auth/authorization', { parameters }), {
    action: 'INTERACTION',
    acrs: ['gold'],
  })
})

t.test('two marks are one too many', async (t) => {
  const mock = await startTestMock(t, { world: tokenWorld() })
  const twice = (text: string) => `${mark}${mark}${text}`
  t.match(await request(mock, { claims: twice('{}') }), { resultCode: 'A022303' })
  t.match(await request(mock, { authorization_details: twice('[]') }), { action: 'LOCATION' })
  for (const [member, resultCode] of [
    ['claims', 'A044201'],
    ['idtHeaderParams', 'A255201'],
  ] as const) {
    const ticket = await requestTicket(mock)
    const issue = { ticket, subject: 'alice', [member]: twice('{}') }
    t.match(await call(mock, '/auth/authorization/issue', issue), { resultCode }, member)
  }
})

t.test('a mark within otherFields, the claims of userinfo and a JWK set is passed over too', async (t) => {
  const jwks = `${mark}${JSON.stringify({ keys: [] })}`
  const mock = await startTestMock(t, { world: tokenWorld({}, { jwks }) })
  const elements = [{ type: 'payment_initiation', otherFields: `${mark}{"limit":5}` }]
  const answer = await requestToken(
    mock,
    codeRequest(await authorize(mock, {}, { authorizationDetails: { elements } })),
  )
  t.match(JSON.parse(answer.responseContent), { authorization_details: [{ limit: 5 }] })
  const { access_token: token } = JSON.parse(answer.responseContent) as { access_token: string }
  const issued = await call(mock, '/auth/userinfo/issue', { token, claims: `${mark}{"name":"Alice"}` })
  t.match(JSON.parse(String(issued.responseContent)), { name: 'Alice' })
})
