import { readFileSync } from 'node:fs'
import { X509Certificate, createPrivateKey } from 'node:crypto'
import { importJWK, SignJWT, type JWK } from 'jose'
import { parse } from 'yaml'
import t, { type Test } from 'tap'
import type { Fixtures } from '../../schema/fixtures.ts'
import { hash } from '../support/proof.ts'
import { startOfTests, startTestMock, type TestMock } from '../support/mock.ts'
import { callGm } from './under-test.ts'

const read = (name: string): string =>
  readFileSync(new URL(`../../../fixtures/${name}`, import.meta.url), 'utf8')

const demo = parse(read('demo.yaml')) as Fixtures
const [service] = demo.services
const caller = { serviceId: service?.serviceId ?? '', serviceToken: service?.apiTokens?.[0]?.apiToken ?? '' }

async function startDemo(t: Test): Promise<TestMock> {
  return startTestMock(t, { world: demo })
}

const outcomes = [
  ['an ordinary token', 'demo-bearer', 'demo-grant', ['A277001', 'A277001']],
  ['an expired token, gone once it has been seen', 'demo-expired', 'demo-grant', ['A280303', 'A279306']],
  ['a token without the scopes', 'demo-no-scope', 'demo-grant', ['A282301']],
  ["bob's token on his grant", 'demo-bob', 'demo-grant-of-bob', ['A277001']],
  ["bob's token on alice's grant, as real Authlete lets it", 'demo-bob', 'demo-grant', ['A277001']],
  [
    "the second client's token on its grant",
    'demo-second-client',
    'demo-grant-of-second-client',
    ['A277001'],
  ],
  ["the second client's token on the first one's grant", 'demo-second-client', 'demo-grant', ['A283302']],
  ['the token bound to a key, without a proof', 'demo-dpop', 'demo-grant', ['A281305']],
  ['the token bound to a certificate, without it', 'demo-mtls', 'demo-grant', ['A281301']],
] as const
for (const [what, accessToken, grantId, codes] of outcomes) {
  t.test(`in the demo world, ${what} gives ${codes.join(', then ')}`, async (t) => {
    const mock = await startDemo(t)
    for (const code of codes) {
      const { body } = await callGm(mock, caller, { gmAction: 'QUERY', accessToken, grantId })
      t.equal(body.resultCode, code)
    }
  })
}

t.test('every token of the demo world has an outcome here', async (t) => {
  const tried = new Set<string>(outcomes.map(([, accessToken]) => accessToken))
  t.strictSame(
    service?.tokens?.map(({ accessToken = '' }) => accessToken).filter((token) => !tried.has(token)),
    [],
  )
})

t.test('the demo grant is told with all that it holds', async (t) => {
  const mock = await startDemo(t)
  const { body } = await callGm(mock, caller, {
    gmAction: 'QUERY',
    accessToken: 'demo-bearer',
    grantId: 'demo-grant',
  })
  t.strictSame(JSON.parse(body.responseContent ?? ''), {
    scopes: [
      { scope: 'grant_management_query grant_management_revoke openid profile' },
      { scope: 'accounts', resource: ['https://rs.example.com/accounts'] },
    ],
    claims: ['birthdate', 'name'],
    authorization_details: service?.tokens?.[0]?.grant?.authorizationDetails,
  })
})

t.test('the demo key proves possession of the token bound to it', async (t) => {
  const mock = await startDemo(t)
  const privateJwk = JSON.parse(read('keys/demo-dpop.private.jwk.json')) as JWK
  const { kty = '', crv, x, y } = privateJwk
  const jwk = { kty, ...(crv && { crv }), ...(x && { x }), ...(y && { y }) }
  const htu = `${service?.grantManagementEndpoint}/demo-grant`
  const dpop = await new SignJWT({
    jti: 'demo',
    htm: 'GET',
    htu,
    ath: hash('demo-dpop'),
    iat: startOfTests / 1000,
  })
    .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk })
    .sign(await importJWK(privateJwk, 'ES256'))
  const request = { gmAction: 'QUERY', accessToken: 'demo-dpop', grantId: 'demo-grant', dpop } as const
  t.equal((await callGm(mock, caller, request)).body.resultCode, 'A277001')
})

t.test('the demo certificate belongs to its key and to the token bound to it', async (t) => {
  const mock = await startDemo(t)
  const clientCertificate = read('keys/demo-mtls.certificate.pem')
  const privateKey = createPrivateKey(read('keys/demo-mtls.private-key.pem'))
  t.ok(new X509Certificate(clientCertificate).checkPrivateKey(privateKey))
  const request = {
    gmAction: 'QUERY',
    accessToken: 'demo-mtls',
    grantId: 'demo-grant',
    clientCertificate,
  } as const
  t.equal((await callGm(mock, caller, request)).body.resultCode, 'A277001')
})

t.test('a grant of the demo world that was revoked is unknown afterwards', async (t) => {
  const mock = await startDemo(t)
  const request = { gmAction: 'REVOKE', accessToken: 'demo-bearer', grantId: 'demo-grant' } as const
  const codes = [await callGm(mock, caller, request), await callGm(mock, caller, request)].map(
    ({ body }) => body.action,
  )
  t.strictSame(codes, ['NO_CONTENT', 'NOT_FOUND'])
})
