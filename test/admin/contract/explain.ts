import { createHash, X509Certificate } from 'node:crypto'
import type { Test } from 'tap'
import type { GmRequest } from '../../../schema/gm.ts'
import type { Admin } from '../../../src/admin/admin.ts'
import { mintBound } from '../../support/requests/proof.ts'
import { endpoint, serviceId, type TestMock } from '../../support/mock.ts'
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

/** The call's entry in the journal, which both ways to read it show alike. */
async function callAndRead(mock: TestMock, request: GmRequest) {
  await mock.gm(request)
  const [newest] = (await mock.admin.listAllRequests({ limit: 1 })).requests
  const { number: _, serviceId: __, ...entry } = await mock.admin.getAnyRequest(String(newest?.number))
  return entry
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

  t.test('a check says whether its expected value is from the call or a default', async (t) => {
    const { admin, mock } = await open(t)
    const { request, grantId } = await mintBound(mock)
    const given = { htm: 'GET', htu: `${endpoint}/${grantId}` }
    const ownUri = 'service.grantManagementEndpoint, request.grantId'
    for (const [sent, htm, htu] of [
      [given, 'request.htm', 'request.htu'],
      [{}, 'default, request.gmAction', ownUri],
      [{ dpopNonceRequired: true }, 'default, request.gmAction', ownUri],
    ] as const) {
      const call = await request({}, sent)
      const expected = { 'dpop-htm': htm, 'dpop-htu': htu, 'dpop-ath': 'request.accessToken' }
      const { trace } = await admin.explain(serviceId, call)
      const entry = await callAndRead(mock, call)
      for (const seen of [trace, entry.trace]) {
        const origins = Object.fromEntries(seen.map(({ check, expectedFrom }) => [check, expectedFrom]))
        if ('dpopNonceRequired' in sent)
          t.equal(origins['dpop-nonce'], 'mock.nonce, request.dpopNonceRequired')
        else
          t.match(origins, { ...expected, 'dpop-jkt': 'accessToken.cnf.jkt', 'access-token-known': 'clause' })
      }
    }
    await mock.gm(await request({ payload: { htu: 'https://elsewhere.example.com/' } }))
    const { requests } = await admin.listRequests(serviceId)
    t.match(requests[0]?.failed, { check: 'dpop-htu', expectedFrom: ownUri })
  })

  t.test('the proof of a call is decoded, whether it is valid or not', async (t) => {
    const { admin, mock } = await open(t)
    const { request, key, grantId } = await mintBound(mock)
    for (const payload of [{}, { htm: 'PUT', extra: [1] }]) {
      const call = await request({ payload })
      const entry = await callAndRead(mock, call)
      const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: key.publicJwk }
      const claims = { htu: `${endpoint}/${grantId}`, ...payload }
      t.match(entry.presented, { proof: { header, payload: claims, flaws: [] } })
      t.strictSame((await admin.explain(serviceId, call)).presented, entry.presented)
      t.notOk('certificate' in (entry.presented ?? {}))
    }
    const broken = await callAndRead(mock, { ...(await request()), dpop: 'e30.x' })
    const flaws = ['2 segments instead of 3', 'payload: it is not base64url']
    t.strictSame(broken.presented, { proof: { header: {}, flaws } })
  })

  t.test('the certificate of a call is described, whether it is the right one or not', async (t) => {
    const { admin, mock } = await open(t)
    const call = await sample(mock, { bind: 'mtls' })
    const other = await admin.mintToken(serviceId, { bind: 'mtls' })
    for (const clientCertificate of [call.clientCertificate, other.certificate]) {
      const { presented } = await callAndRead(mock, { ...call, clientCertificate: String(clientCertificate) })
      const { subject, issuer, validFrom, raw } = new X509Certificate(String(clientCertificate))
      t.match(presented?.certificate, {
        subject,
        issuer,
        validFrom: new Date(validFrom).toISOString(),
        'x5t#S256': createHash('sha256').update(raw).digest('base64url'),
        flaws: [],
      })
    }
    t.notOk('presented' in (await callAndRead(mock, await sample(mock, {}))))
    const unread = await callAndRead(mock, { ...call, clientCertificate: 'MIIB' })
    t.match(unread.presented, { certificate: { flaws: [/^base64 DER, expected PEM: put/] } })
  })

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
