import type { Test } from 'tap'
import type { GmRequest } from '../../../schema/gm.ts'
import type { Admin } from '../../../src/admin/admin.ts'
import { mintBound } from '../../support/requests/proof.ts'
import { serviceId, type TestMock } from '../../support/mock.ts'
import type { OpenAdmin } from '../under-test.ts'

type Order = Parameters<Admin['mintToken']>[1]

/** Calls that a mock could answer in one way and explain in another. */
const requests: Readonly<Record<string, (mock: TestMock) => Promise<GmRequest>>> = {
  'without anything': async () => ({}),
  'with an action of another API': async () => ({ gmAction: 'MERGE' }),
  'with an unknown token': async () => ({ gmAction: 'QUERY', grantId: 'g', accessToken: 'unknown' }),
  'that queries': (mock) => sample(mock, {}),
  'that revokes': async (mock) => ({ ...(await sample(mock, {})), gmAction: 'REVOKE' }),
  'with an expired token': async ({ admin }) => {
    const { accessToken } = await admin.mintToken(serviceId, { expiresInSeconds: -1 })
    return { gmAction: 'QUERY', grantId: 'g', accessToken }
  },
  'with a good proof': (mock) => sample(mock, { bind: 'dpop' }),
  'with a proof for another method': async (mock) =>
    (await mintBound(mock)).request({ payload: { htm: 'PUT' } }),
  'without the certificate': async (mock) => {
    const { clientCertificate: _, ...rest } = await sample(mock, { bind: 'mtls' })
    return rest
  },
  'that needs a nonce': async (mock) => ({
    ...(await sample(mock, { bind: 'dpop' })),
    dpopNonceRequired: true,
  }),
}

async function sample({ admin }: TestMock, order: Order): Promise<GmRequest> {
  return (await admin.mintToken(serviceId, { grant: {}, ...order })).request ?? {}
}

export async function explainContract(t: Test, open: OpenAdmin): Promise<void> {
  for (const [what, make] of Object.entries(requests)) {
    t.test(`a call ${what} is explained as it is then answered, as often as one asks`, async (t) => {
      const { admin, mock } = await open(t)
      const request = await make(mock)
      const before = await stateOf(admin)
      const explanation = await admin.explain(serviceId, request)
      t.strictSame(await admin.explain(serviceId, request), explanation)
      t.strictSame(await stateOf(admin), before)

      t.strictSame(await mock.gm(request), explanation.response)
      const [listed] = (await admin.listRequests(serviceId)).requests
      const entry = await admin.getRequest(serviceId, listed?.id ?? '')
      const { response: _, trace, ...why } = explanation
      t.match(entry, why)
      t.strictSame(entry.trace.slice(-trace.length), trace)
    })
  }

  t.test('a spent proof is explained as spent', async (t) => {
    const { admin, mock } = await open(t)
    const request = await sample(mock, { bind: 'dpop' })
    await mock.gm(request)
    t.equal((await admin.explain(serviceId, request)).response['resultCode'], 'A281312')
  })

  t.test('an expired token is still there after an explanation', async (t) => {
    const { admin, mock } = await open(t)
    const { accessToken } = await admin.mintToken(serviceId, { expiresInSeconds: -1 })
    const request = { gmAction: 'QUERY', grantId: 'g', accessToken } as const
    await admin.explain(serviceId, request)
    t.equal((await admin.listTokens(serviceId)).accessTokens.length, 1)
    await mock.gm(request)
    t.equal((await admin.listTokens(serviceId)).accessTokens.length, 0)
    t.equal((await admin.explain(serviceId, request)).reason, 'access_token_unknown')
  })

  t.test('a member that is null is explained as one that is absent', async (t) => {
    const { admin, mock } = await open(t)
    const request = await sample(mock, {})
    const explanation = await admin.explain(serviceId, { ...request, dpop: null, htm: null } as never)
    t.strictSame(explanation, await admin.explain(serviceId, request))
  })
}

async function stateOf(admin: Admin): Promise<unknown> {
  return [
    await admin.listTokens(serviceId),
    await admin.listGrants(serviceId),
    await admin.listRequests(serviceId),
    await admin.getClock(serviceId),
  ]
}
