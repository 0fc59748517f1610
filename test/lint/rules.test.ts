import { readFileSync } from 'node:fs'
import t, { type Test } from 'tap'
import { lintRules } from '../../src/lint/linter.ts'
import type { GmRequest } from '../../schema/gm.ts'
import { apiToken, endpoint, serviceId, startTestMock, type TestMock } from '../support/mock.ts'
import { makeProof, mintBound } from '../support/proof.ts'

/** Rules that the last call broke. */
async function flagsOf({ admin }: TestMock): Promise<readonly string[]> {
  const [last] = (await admin.listRequests(serviceId)).requests
  return (last?.lint ?? []).map(({ rule }) => rule)
}

async function call(mock: TestMock, api: string, body: object, headers: object = {}): Promise<string> {
  const response = await mock.inject({
    method: 'POST',
    url: `/api/${serviceId}/${api}`,
    headers: { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json', ...headers },
    payload: JSON.stringify(body),
  })
  return response.body
}

type Scenario = (mock: TestMock, t: Test) => Promise<unknown>

const bound = async (mock: TestMock) => {
  const token = await mintBound(mock)
  const full = { htm: 'GET', htu: `${endpoint}/${token.grantId}` }
  return { ...token, full }
}

const gm = (mock: TestMock, request: GmRequest) => mock.gm(request)

/** For each rule, calls whose last one breaks it, and calls near by that break nothing. */
const scenarios: Readonly<
  Record<string, { readonly broken: readonly Scenario[]; readonly kept: readonly Scenario[] }>
> = {
  'grant-of-other-subject': {
    broken: [
      async (mock) => {
        const alice = await mock.admin.mintToken(serviceId, { clientId: 1, subject: 'alice', grant: {} })
        const bob = await mock.admin.mintToken(serviceId, { clientId: 1, subject: 'bob', grant: {} })
        return gm(mock, { ...bob.request, gmAction: 'REVOKE', grantId: alice.grantId ?? '' })
      },
    ],
    kept: [
      async (mock) => {
        const { request } = await mock.admin.mintToken(serviceId, { subject: 'alice', grant: {} })
        return gm(mock, request ?? {})
      },
      async (mock) => {
        await mock.admin.updateService(serviceId, { mock: { strictOwnership: true } })
        const alice = await mock.admin.mintToken(serviceId, { clientId: 1, subject: 'alice', grant: {} })
        const bob = await mock.admin.mintToken(serviceId, { clientId: 1, subject: 'bob', grant: {} })
        return gm(mock, { ...bob.request, grantId: alice.grantId ?? '' })
      },
    ],
  },
  'grant-id-encoded': {
    broken: [(mock) => gm(mock, { gmAction: 'QUERY', grantId: 'a%2Fb', accessToken: 'x' })],
    kept: [(mock) => gm(mock, { gmAction: 'QUERY', grantId: '100%', accessToken: 'x' })],
  },
  'token-with-scheme': {
    broken: [
      (mock) => gm(mock, { gmAction: 'QUERY', grantId: 'g', accessToken: 'DPoP x' }),
      (mock) => call(mock, 'auth/introspection', { token: 'bearer x' }),
    ],
    kept: [(mock) => gm(mock, { gmAction: 'QUERY', grantId: 'g', accessToken: 'Bearerx' })],
  },
  'refresh-token-as-access-token': {
    broken: [
      async (mock) => {
        const { clientId } = await mock.admin.mintToken(serviceId, {})
        const made = await call(mock, 'auth/token/create', {
          clientId,
          grantType: 'AUTHORIZATION_CODE',
          subject: 'alice',
        })
        const { refreshToken } = JSON.parse(made) as { refreshToken: string }
        return call(mock, 'auth/introspection', { token: refreshToken })
      },
    ],
    kept: [(mock) => call(mock, 'auth/introspection', { token: 'x' })],
  },
  'token-in-url': {
    broken: [
      (mock) => call(mock, 'auth/introspection?access_token=x', { token: 'x' }),
      async (mock) => {
        const { accessToken } = await mock.admin.mintToken(serviceId, {})
        await call(mock, 'auth/introspection', { token: accessToken })
        return mock.inject({
          method: 'DELETE',
          url: `/api/${serviceId}/auth/token/delete/${accessToken}`,
          headers: { authorization: `Bearer ${apiToken}` },
        })
      },
    ],
    kept: [
      async (mock) => {
        await mock.admin.mintToken(serviceId, {})
        const [token] = (await mock.admin.listTokens(serviceId)).accessTokens
        return mock.inject({
          method: 'DELETE',
          url: `/api/${serviceId}/auth/token/delete/${token?.sha256}?x=1`,
          headers: { authorization: `Bearer ${apiToken}` },
        })
      },
    ],
  },
  'organization-token': {
    broken: [
      async (mock) => {
        const organization = await mock.admin.createApiToken({ rights: ['ADMIN'] })
        return call(mock, 'gm', {}, { authorization: `Bearer ${organization.apiToken}` })
      },
    ],
    kept: [
      (mock) => gm(mock, {}),
      async (mock) => {
        const organization = await mock.admin.createApiToken({ rights: ['ADMIN'] })
        const headers = { authorization: `Bearer ${organization.apiToken}` }
        return mock.inject({ url: `/api/${serviceId}/service/get`, headers })
      },
    ],
  },
  'member-misspelt': {
    broken: [
      (mock) => call(mock, 'gm', { gmAction: 'QUERY', grant_id: 'g' }),
      (mock) => call(mock, 'gm', { gmAktion: 'QUERY', grantId: 'g' }),
    ],
    kept: [
      (mock) => call(mock, 'gm', { gmAction: 'QUERY', grantId: 'g', grant_id: 'g' }),
      (mock) => call(mock, 'gm', { gmAction: 'QUERY', grantId: 'g', somethingElse: 1, ['x'.repeat(70)]: 1 }),
      (mock) =>
        mock.inject({
          url: `/api/${serviceId}/service/get`,
          headers: { authorization: `Bearer ${apiToken}` },
        }),
    ],
  },
  'charset-not-utf-8': {
    broken: [(mock) => call(mock, 'gm', {}, { 'content-type': 'application/json; charset=ISO-8859-1' })],
    kept: [(mock) => call(mock, 'gm', {}, { 'content-type': 'application/json;charset="UTF-8"' })],
  },
  'proof-at-two-apis': {
    broken: [
      async (mock) => {
        const { request, full, accessToken: token } = await bound(mock)
        const { dpop, ...rest } = await request({}, full)
        await gm(mock, { ...rest, dpop: dpop ?? '' })
        return call(mock, 'auth/introspection', { token, dpop, ...full })
      },
    ],
    kept: [
      async (mock) => {
        const { request, full } = await bound(mock)
        const sent = await request({}, full)
        await gm(mock, sent)
        return gm(mock, sent)
      },
    ],
  },
  'htu-with-query': {
    broken: [
      async (mock) => {
        const { request, full } = await bound(mock)
        return gm(mock, await request({}, { ...full, htu: `${full.htu}?x=1` }))
      },
      async (mock) => {
        const { request, full } = await bound(mock)
        return gm(mock, await request({ payload: { htu: `${full.htu}#x` } }, full))
      },
    ],
    kept: [
      async (mock) => {
        const { request, full } = await bound(mock)
        return gm(mock, await request({ payload: { htu: 5 } }, full))
      },
    ],
  },
  'target-by-default': {
    broken: [async (mock) => gm(mock, await (await bound(mock)).request())],
    kept: [
      async (mock) => gm(mock, { gmAction: 'QUERY', grantId: 'g', accessToken: 'x' }),
      async (mock) => {
        const { request, full } = await bound(mock)
        return gm(mock, await request({}, full))
      },
    ],
  },
  'htm-of-other-action': {
    broken: [
      async (mock) => {
        const { request, full } = await bound(mock)
        return gm(mock, await request({ payload: { htm: 'POST' } }, { ...full, htm: 'POST' }))
      },
    ],
    kept: [
      async (mock) => {
        const { request, full } = await bound(mock)
        const changes = { payload: { htm: 'DELETE' } }
        return gm(mock, await request(changes, { ...full, htm: 'DELETE', gmAction: 'REVOKE' }))
      },
    ],
  },
  'htu-of-other-grant': {
    broken: [
      async (mock) => {
        const { request, full } = await bound(mock)
        return gm(mock, await request({ payload: { htu: endpoint } }, { ...full, htu: endpoint }))
      },
    ],
    kept: [
      (mock) =>
        gm(mock, {
          gmAction: 'QUERY',
          grantId: 'a b',
          accessToken: 'x',
          htm: 'GET',
          htu: `${endpoint}/a%20b`,
        }),
      (mock) =>
        gm(mock, {
          gmAction: 'QUERY',
          grantId: '\ud800',
          accessToken: 'x',
          htm: 'GET',
          htu: `${endpoint}/\ud800`,
        }),
    ],
  },
  'proof-with-unbound-token': {
    broken: [
      async (mock) => {
        const { request = {} } = await mock.admin.mintToken(serviceId, { grant: {} })
        return gm(mock, { ...request, dpop: 'anything' })
      },
    ],
    kept: [
      async (mock) => {
        const { request = {} } = await mock.admin.mintToken(serviceId, { grant: {} })
        return gm(mock, { ...request, dpop: '' })
      },
    ],
  },
  'nonce-not-asked-for': {
    broken: [
      async (mock) => {
        const { request, full } = await bound(mock)
        return gm(mock, await request({ payload: { nonce: 'made up' } }, full))
      },
    ],
    kept: [
      async (mock) => {
        const { request, full } = await bound(mock)
        return gm(mock, await request({ payload: { nonce: 'x' } }, { ...full, dpopNonceRequired: true }))
      },
    ],
  },
  'nonce-not-passed-on': {
    broken: [
      async (mock) => {
        const { request, full } = await bound(mock)
        const more = { ...full, dpopNonceRequired: true }
        for (const _ of Array(3).keys()) await gm(mock, await request({}, more))
      },
    ],
    kept: [
      async (mock) => {
        const { request, full } = await bound(mock)
        return gm(mock, await request({}, { ...full, dpopNonceRequired: true }))
      },
      async (mock) => {
        const { request, full } = await bound(mock)
        const more = { ...full, dpopNonceRequired: true }
        const { dpopNonce: nonce } = await gm(mock, await request({}, more))
        await gm(mock, await request({ payload: { nonce } }, more))
        return gm(mock, await request({}, more))
      },
    ],
  },
  'certificate-unread': {
    broken: [
      async (mock) => {
        const { request = {} } = await mock.admin.mintToken(serviceId, { grant: {} })
        return gm(mock, { ...request, clientCertificate: '-----BEGIN%20CERTIFICATE-----%0AMIIB' })
      },
    ],
    kept: [
      async (mock) => {
        const { request = {} } = await mock.admin.mintToken(serviceId, { grant: {} })
        return gm(mock, { ...request, clientCertificate: '-----BEGIN CERTIFICATE-----\nMIIB' })
      },
      async (mock) => {
        const { request = {} } = await mock.admin.mintToken(serviceId, { grant: {}, bind: 'mtls' })
        return gm(mock, { ...request, clientCertificate: 'MIIB' })
      },
    ],
  },
}

t.test('every rule has its scenarios, and the documentation names it', async (t) => {
  const documentation = readFileSync('docs/journal.md', 'utf8').replace(/ +/g, ' ')
  t.strictSame(
    Object.keys(scenarios),
    lintRules.map(({ rule }) => rule),
  )
  for (const { rule, clause, summary } of lintRules) {
    t.ok(documentation.includes(`| \`${rule}\` | ${summary} | ${clause} |`), `${rule} is documented`)
  }
})

for (const [rule, { broken, kept }] of Object.entries(scenarios)) {
  for (const [index, scenario] of broken.entries()) {
    t.test(`${rule} is flagged (${index + 1})`, async (t) => {
      const mock = await startTestMock(t)
      await scenario(mock, t)
      t.strictSame(await flagsOf(mock), [rule])
    })
  }
  for (const [index, scenario] of kept.entries()) {
    t.test(`${rule} is not flagged where it is kept (${index + 1})`, async (t) => {
      const mock = await startTestMock(t)
      await scenario(mock, t)
      t.strictSame(await flagsOf(mock), [])
    })
  }
}

t.test('a proof of another key is no second use', async (t) => {
  const mock = await startTestMock(t)
  const { key, accessToken, grantId, full } = await bound(mock)
  for (const api of ['gm', 'auth/introspection']) {
    const dpop = await makeProof(key, { accessToken, grantId })
    const token = api === 'gm' ? { accessToken, gmAction: 'QUERY', grantId } : { token: accessToken }
    await call(mock, api, { ...token, dpop, ...full })
    t.strictSame(await flagsOf(mock), [])
  }
})
