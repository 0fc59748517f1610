import t from 'tap'
import { callApi } from '../support/api.ts'
import { clientId } from '../support/requests/authorize.ts'
import { apiToken, serviceId, startTestMock, type TestMock } from '../support/mock.ts'
import { makeKey } from '../support/requests/proof.ts'
import {
  clientRequest,
  getTokens,
  makeTokenProof,
  refreshRequest,
  requestToken,
  tokenWorld,
} from '../support/requests/token.ts'
import { raceWorld } from './changes.ts'

/** Lets something happen while the next call of an API is about to change what is stored. */
async function during<Answer>(
  { admin }: TestMock,
  api: string,
  call: () => Promise<Answer>,
  act: () => Promise<unknown>,
): Promise<Answer> {
  const { id } = await admin.addBarrier(serviceId, { step: 'change', api })
  const answering = call()
  await admin.waitForBarrier(serviceId, id, { timeoutMs: 1000 })
  await act()
  await admin.releaseBarrier(serviceId, id).catch(() => undefined)
  return answering
}

const rename = ({ admin }: TestMock) => admin.updateService(serviceId, { serviceName: 'changed' })

t.test('a proof does not stand in the way of its own call when that is decided once more', async (t) => {
  const mock = await startTestMock(t, { world: raceWorld })
  const dpop = await makeTokenProof(await makeKey())
  const call = () => requestToken(mock, { ...clientRequest({ scope: 'accounts' }), dpop })
  const answer = await during(mock, 'auth/token', call, () => rename(mock))
  t.match(answer, { action: 'OK' })
  t.match(await call(), { action: 'BAD_REQUEST' }, 'and is spent afterwards')
  const { accessTokens } = await mock.admin.listTokens(serviceId)
  t.equal(accessTokens.length, 1)
})

t.test('a proof that was spent in a world that is over is good in the next one, once', async (t) => {
  const mock = await startTestMock(t, { world: raceWorld })
  const dpop = await makeTokenProof(await makeKey())
  const call = () => requestToken(mock, { ...clientRequest({ scope: 'accounts' }), dpop })
  t.match(await during(mock, 'auth/token', call, () => mock.admin.reset(serviceId)), { action: 'OK' })
  t.match(await call(), { action: 'BAD_REQUEST' })
})

t.test('what is told of a call that was decided once more is the last decision, once', async (t) => {
  const mock = await startTestMock(t, { world: raceWorld })
  const { refreshToken } = await getTokens(mock)
  const call = () => requestToken(mock, refreshRequest(refreshToken))
  const lock = () => callApi(mock, 'POST', `/client/lock_flag/update/${clientId}`, { clientLocked: true })
  const { resultCode, action } = await during(mock, 'auth/token', call, lock)
  const { requests } = await mock.admin.listRequests(serviceId)
  const [entry, ...others] = requests.filter((request) => request.resultCode === resultCode)
  t.match(entry, { action, resultCode })
  t.strictSame(others, [])
  const { trace } = await mock.admin.getRequest(serviceId, String(entry?.id))
  const names = trace.map(({ check }) => check)
  t.equal(new Set(names).size, names.length, 'no check is told twice')
  t.ok(names.includes('api-token') && names.includes('body'))
})

t.test('a call whose service was deleted meanwhile is told what a later call is told', async (t) => {
  const mock = await startTestMock(t, { world: raceWorld })
  const call = () => callApi(mock, 'POST', '/auth/token', clientRequest({ scope: 'accounts' }))
  const answer = await during(mock, 'auth/token', call, () => mock.admin.deleteService(serviceId))
  t.strictSame(answer, await call())
  t.match(answer, { status: 401, body: { resultCode: 'A458101' } })
})

t.test('a call of the organization whose service was deleted meanwhile has no service', async (t) => {
  const mock = await startTestMock(t, { world: raceWorld })
  const organization = await mock.admin.createApiToken({ rights: ['ADMIN'] })
  const call = () =>
    callApi(mock, 'POST', '/auth/token', clientRequest({ scope: 'accounts' }), organization.apiToken)
  const answer = await during(mock, 'auth/token', call, () => mock.admin.deleteService(serviceId))
  t.match(answer, { status: 404, body: { resultCode: 'A458203' } })
})

t.test('of many refreshes at once of a token that is kept, each gets tokens', async (t) => {
  const world = tokenWorld({ refreshTokenKept: true, apiTokens: [{ apiToken }] })
  const mock = await startTestMock(t, { world })
  const { refreshToken } = await getTokens(mock)
  const answers = await Promise.all(
    Array.from({ length: 150 }, () => requestToken(mock, refreshRequest(refreshToken))),
  )
  t.ok(answers.every(({ action }) => action === 'OK'))
  const { accessTokens, refreshTokens } = await mock.admin.listTokens(serviceId)
  t.strictSame([accessTokens.length, refreshTokens.length], [1, 1])
})

t.test('of many refreshes of one secret at once each is told the secret that it replaced', async (t) => {
  const mock = await startTestMock(t, { world: raceWorld })
  const refresh = () =>
    callApi<{ newClientSecret: string; oldClientSecret: string }>(
      mock,
      'GET',
      `/client/secret/refresh/${clientId}`,
    )
  const answers = await Promise.all(Array.from({ length: 10 }, refresh))
  t.equal(new Set(answers.map(({ body }) => body.oldClientSecret)).size, 10)
})

t.test('a dry run of a revocation leaves everything as it was, whatever happens at once', async (t) => {
  const mock = await startTestMock(t, { world: raceWorld })
  const order = { clientId, subject: 'alice', scopes: ['grant_management_revoke'], grant: { grantId: 'g' } }
  const { accessToken } = await mock.admin.mintToken(serviceId, order)
  const request = { gmAction: 'REVOKE', grantId: 'g', accessToken } as const
  const call = () => mock.gm(request)
  await during(mock, 'gm', call, async () => {
    t.match(await mock.admin.explain(serviceId, request), { response: { action: 'NO_CONTENT' } })
    t.match(await mock.admin.explain(serviceId, request), { response: { action: 'NO_CONTENT' } })
    t.equal((await mock.admin.listGrants(serviceId)).grants.length, 1)
  })
  t.equal((await mock.admin.listGrants(serviceId)).grants.length, 0)
})
