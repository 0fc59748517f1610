import { join } from 'node:path'
import { Authlete } from '@authlete/typescript-sdk'
import { AuthleteDefaultError, ResultError } from '@authlete/typescript-sdk/models/errors'
import type { GMRequest } from '@authlete/typescript-sdk/models'
import Database from 'better-sqlite3'
import t, { type Test } from 'tap'
import { mintBound } from '../support/requests/proof.ts'
import { apiToken, serviceId, startTestMock, type TestMock, type TestMockOptions } from '../support/mock.ts'

/** Authlete's own SDK, unmodified, pointed at a listening mock. */
async function startWithSdk(t: Test, options: TestMockOptions = {}) {
  const mock = await startTestMock(t, options)
  const serverURL = await mock.listen()
  const call = (gMRequest: GMRequest, bearer = apiToken, id = serviceId) =>
    new Authlete({ serverURL, bearer }).grantManagement.processRequest({ serviceId: id, gMRequest })
  return { mock, serverURL, call }
}

async function mintGrant(mock: TestMock, order: object = {}) {
  const { accessToken, grantId = '' } = await mock.admin.mintToken(serviceId, { grant: {}, ...order })
  return { accessToken, grantId }
}

t.test('the SDK queries and revokes a grant', async (t) => {
  const { mock, call } = await startWithSdk(t)
  const grant = await mintGrant(mock, {
    scopes: ['grant_management_query', 'grant_management_revoke', 'openid'],
  })
  const queried = await call({ ...grant, gmAction: 'QUERY' })
  t.equal(queried.action, 'OK')
  t.same(JSON.parse(queried.responseContent ?? ''), {
    scopes: [{ scope: 'grant_management_query grant_management_revoke openid' }],
  })
  const revoked = await call({ ...grant, gmAction: 'REVOKE' })
  t.strictSame(revoked, {
    resultCode: 'A277001',
    resultMessage: '[A277001] The grant management request was processed successfully.',
    action: 'NO_CONTENT',
  })
  t.equal((await call({ ...grant, gmAction: 'QUERY' })).action, 'NOT_FOUND')
})

t.test('the SDK gets each refusal as a value', async (t) => {
  const { mock, call } = await startWithSdk(t)
  const grant = await mintGrant(mock, { clientId: 1 })
  const foreign = await mintGrant(mock, { clientId: 2 })
  const bound = await mintBound(mock)
  const refusals: readonly (readonly [GMRequest, string, string])[] = [
    [{ ...grant }, 'CALLER_ERROR', 'A278201'],
    [{ ...grant, gmAction: 'CREATE' }, 'CALLER_ERROR', 'A278202'],
    [{ gmAction: 'QUERY', grantId: 'g' }, 'UNAUTHORIZED', 'A279301'],
    [{ ...grant, accessToken: 'unknown', gmAction: 'QUERY' }, 'UNAUTHORIZED', 'A279306'],
    [{ ...grant, grantId: foreign.grantId, gmAction: 'QUERY' }, 'FORBIDDEN', 'A283302'],
    [{ ...grant, grantId: 'unknown', gmAction: 'REVOKE' }, 'NOT_FOUND', 'A283301'],
    [
      { accessToken: bound.accessToken, grantId: bound.grantId, gmAction: 'QUERY' },
      'UNAUTHORIZED',
      'A281305',
    ],
  ]
  for (const [request, action, resultCode] of refusals) {
    t.match(await call(request), { action, resultCode, responseContent: /^(Bearer|DPoP) error="/ })
  }
})

t.test('the SDK passes proofs and certificates through, and gets the nonce', async (t) => {
  const { mock, call } = await startWithSdk(t)
  const bound = await mintBound(mock)
  const answer = await call({ ...(await bound.request()), dpopNonceRequired: true })
  t.equal(answer.resultCode, 'A281311')
  const retry = await bound.request({ payload: { nonce: answer.dpopNonce } })
  t.equal((await call({ ...retry, dpopNonceRequired: true })).action, 'OK')
  const { request } = await mock.admin.mintToken(serviceId, { bind: 'mtls', grant: {} })
  t.equal((await call(request as GMRequest)).action, 'OK')
})

t.test(
  'a broken storage reaches the SDK as AUTHLETE_ERROR or as HTTP 500, by how far the call got',
  async (t) => {
    const data = join(t.testdir(), 'state.sqlite')
    const { mock, call } = await startWithSdk(t, { data })
    const grant = await mintGrant(mock)
    const other = new Database(data)
    other.exec('DROP TABLE grants')
    t.match(await call({ ...grant, gmAction: 'QUERY' }), { action: 'AUTHLETE_ERROR', resultCode: 'A277101' })
    other.exec('DROP TABLE services')
    other.close()
    const failure = call({ ...grant, gmAction: 'QUERY' })
    await t.rejects(failure, {
      statusCode: 500,
      resultCode: 'A001101',
      message: '[A001101] /gm, Authlete Server error.',
    })
    await t.rejects(failure, ResultError)
  },
)

t.test('the front door reaches the SDK as its ResultError for 400, 401 and 403', async (t) => {
  const { mock, call } = await startWithSdk(t)
  const { apiToken: weak } = await mock.admin.createApiToken({ serviceId, rights: ['VIEW_SERVICE'] })
  const failures: readonly (readonly [Promise<unknown>, number, string])[] = [
    [call({ gmAction: 'QUERY' }, 'not b64 token'), 400, 'A001203'],
    [call({ gmAction: 'QUERY' }, 'unknown'), 401, 'A458101'],
    [call({ gmAction: 'QUERY' }, weak), 403, 'A457101'],
    [call({ gmAction: 'QUERY' }, apiToken, '999'), 403, 'A457101'],
  ]
  for (const [failure, statusCode, resultCode] of failures) {
    const error: unknown = await failure.catch((caught: unknown) => caught)
    t.ok(error instanceof ResultError)
    t.match(error, { statusCode, resultCode })
  }
})

t.test('every other status reaches the SDK as its default error', async (t) => {
  const { mock, call } = await startWithSdk(t)
  const { apiToken: organization } = await mock.admin.createApiToken()
  const failures: readonly (readonly [Promise<unknown>, number])[] = [
    [call({ gmAction: 'QUERY' }, organization, '999'), 404],
    [call({ grantId: 'x'.repeat(1_100_000) }), 413],
  ]
  for (const [failure, statusCode] of failures) {
    const error: unknown = await failure.catch((caught: unknown) => caught)
    t.ok(error instanceof AuthleteDefaultError)
    t.match(error, { statusCode })
  }
})

t.test('what the Java client sends is understood: nulls, default primitives and escapes', async (t) => {
  const { mock, serverURL } = await startWithSdk(t)
  const { accessToken, grantId } = await mintGrant(mock, { accessToken: 'token==' })
  const answer = await fetch(`${serverURL}/api/${serviceId}/gm`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${apiToken}`,
      Accept: 'application/json',
      'Content-Type': 'application/json',
    },
    body:
      `{"gmAction":"QUERY","grantId":"${grantId}","accessToken":"${accessToken.replaceAll('=', '\\u003d')}",` +
      '"clientCertificate":null,"dpop":null,"htm":null,"htu":null,"dpopNonceRequired":false}',
  })
  t.equal(answer.status, 200)
  t.equal(answer.headers.get('content-type'), 'application/json; charset=utf-8')
  const text = await answer.text()
  t.match(text, /"action":"OK"/)
  t.notMatch(text, /null/)
})
