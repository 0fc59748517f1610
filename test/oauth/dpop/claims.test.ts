import t from 'tap'
import { endpoint } from '../../support/mock.ts'
import { hash } from '../../support/requests/proof.ts'
import { accessToken, acceptAll, grantId, nowSeconds, refuseAll, uri } from '../validation.ts'
import { readVectors } from '../vectors.ts'

const ath = hash(accessToken)

t.test('a proof that lacks a claim is refused, and so is one whose claim is null', async (t) => {
  const required = ['ath', 'htm', 'htu', 'jti']
  for (const value of [undefined, null]) {
    await refuseAll(
      t,
      required.map((claim) => ({
        name: `${claim} ${String(value)}`,
        payload: { [claim]: value },
        check: 'dpop-claims',
        detail: `JWT missing required claims: [${claim}]`,
      })),
    )
  }
  await refuseAll(t, [
    {
      name: 'no claims at all',
      rewritePayload: () => '{}',
      check: 'dpop-claims',
      detail: 'JWT missing required claims: [ath, htm, htu, jti]',
    },
    {
      name: 'claims that only a prototype has',
      rewritePayload: (text) => `{"__proto__":${text}}`,
      check: 'dpop-claims',
      detail: 'JWT missing required claims: [ath, htm, htu, jti]',
    },
    {
      name: 'claims in another case',
      payload: { jti: undefined, JTI: 'a-proof', iat: undefined, Iat: nowSeconds },
      check: 'dpop-claims',
      detail: 'JWT missing required claims: [jti]',
    },
  ])
})

t.test('a missing iat is named in its turn, which comes after the nonce', async (t) => {
  await refuseAll(t, [
    {
      name: 'no iat',
      payload: { iat: undefined },
      check: 'dpop-iat',
      detail: 'JWT missing required claims: [iat]',
    },
    {
      name: 'neither iat nor nonce',
      payload: { iat: undefined },
      expected: { nonceRequired: true },
      check: 'dpop-nonce',
      reason: 'dpop_nonce_unusable',
    },
  ])
})

t.test('a jti that is not a string with something in it is refused', async (t) => {
  await refuseAll(
    t,
    ['', 0, 1, true, false, [], ['a-proof'], {}].map((jti) => ({
      name: `jti ${JSON.stringify(jti)}`,
      payload: { jti },
      check: 'dpop-jti',
      detail: "JWT claim 'jti' is not a string with at least one character",
    })),
  )
})

const methods: readonly (readonly [htm: unknown, actual: string])[] = [
  ['get', 'get'],
  ['Get', 'Get'],
  ['PUT', 'PUT'],
  ['DELETE', 'DELETE'],
  ['GET ', 'GET '],
  ['', ''],
  ['GET,DELETE', 'GET,DELETE'],
  [['GET'], '["GET"]'],
  [{ GET: true }, '{"GET":true}'],
  [1, '1'],
  [true, 'true'],
  ['G'.repeat(500), `${'G'.repeat(200)}...`],
]

t.test('a proof for another method is refused', async (t) => {
  await refuseAll(
    t,
    methods.map(([htm, actual]) => ({
      name: `htm ${actual}`,
      payload: { htm },
      check: 'dpop-htm',
      detail: `JWT claim 'htm' (${actual}) did not have the expected value (GET)`,
    })),
  )
  await refuseAll(t, [
    {
      name: 'a proof for GET where DELETE is asked for',
      expected: { method: 'DELETE' },
      check: 'dpop-htm',
      detail: "JWT claim 'htm' (GET) did not have the expected value (DELETE)",
    },
  ])
})

const otherUris: readonly (readonly [name: string, htu: unknown])[] = [
  ['another host', `https://evil.example/grants/${grantId}`],
  ['a host that begins like ours', `https://as.example.com.evil.example/grants/${grantId}`],
  ['our host as userinfo', `https://as.example.com@evil.example/grants/${grantId}`],
  ['userinfo', `https://user@as.example.com/grants/${grantId}`],
  ['another scheme', `http://as.example.com/grants/${grantId}`],
  ['another port', `https://as.example.com:8443/grants/${grantId}`],
  ['another grant', `${endpoint}/another-grant`],
  ['the endpoint', endpoint],
  ['a slash at the end', `${uri}/`],
  ['another case in the path', uri.replace('/grants', '/Grants')],
  ['an escaped slash', uri.replace('/grants/', '/grants%2F')],
  ['a doubled slash', uri.replace('/grants', '//grants')],
  ['a path only', `/grants/${grantId}`],
  ['no scheme', uri.replace('https:', '')],
  ['backslashes', uri.replaceAll('/', '\\')],
  ['a blank in front', ` ${uri}`],
  ['a line feed at the end', `${uri}\n`],
  ['a dot after the host', uri.replace('.com', '.com.')],
  ['a full-width dot', uri.replace('.com', '．com')],
  ['a bad triplet', `${uri}%`],
  ['nothing', ''],
]

t.test('a proof for another URI is refused', async (t) => {
  const refuse = (name: string, htu: unknown, actual: string) => ({
    name,
    payload: { htu },
    check: 'dpop-htu',
    detail: `JWT claim 'htu' (${actual}) did not have the expected value (${uri})`,
  })
  await refuseAll(
    t,
    otherUris.map(([name, htu]) => refuse(name, htu, String(htu))),
  )
  await refuseAll(
    t,
    [[uri], { uri }, 1, false].map((htu) => refuse('no string', htu, JSON.stringify(htu))),
  )
})

t.test('a proof for the same URI in another writing is accepted', (t) =>
  acceptAll(
    t,
    [
      `${uri}?a=b`,
      `${uri}#a`,
      `${uri}?a#b`,
      uri.replace('https://as.example.com', 'HTTPS://AS.Example.COM:443'),
      uri.replace('/grants', '/./x/../grants'),
      uri.replace('a-grant', '%61%2Dgrant'),
    ].map((htu) => ({ name: htu, payload: { htu } })),
  ),
)

t.test("the request's own URI may carry a query or be written in another way", (t) =>
  acceptAll(
    t,
    [`${uri}?a=b`, `${uri}#a`, uri.replace('https://', 'HTTPS://')].map((other) => ({
      name: other,
      expected: { uri: other },
    })),
  ),
)

t.test('where the URI of the request cannot be known no proof passes, not even for the same text', (t) =>
  refuseAll(
    t,
    ['', 'not a URI', '/grants'].map((unusable) => ({
      name: `"${unusable}"`,
      payload: { htu: unusable },
      expected: { uri: unusable },
      check: 'dpop-htu',
      detail: `JWT claim 'htu' (${unusable}) did not have the expected value (${unusable})`,
    })),
  ),
)

const otherHashes: readonly (readonly [name: string, value: unknown])[] = [
  ['of another token', hash('another-token')],
  ['of the token with its scheme', hash(`DPoP ${accessToken}`)],
  ['of the token and a line feed', hash(`${accessToken}\n`)],
  ['in hexadecimal', Buffer.from(ath, 'base64url').toString('hex')],
  ['padded', `${ath}=`],
  [
    'cut to the left half, as at_hash is',
    Buffer.from(ath, 'base64url').subarray(0, 16).toString('base64url'),
  ],
  ['in base64', Buffer.from(ath, 'base64url').toString('base64')],
  ['in lower case', ath.toLowerCase()],
  ['that is the token itself', accessToken],
  ['that is empty', ''],
  ['in an array', [ath]],
  ['that is true', true],
]

t.test('a proof for another access token is refused', (t) =>
  refuseAll(
    t,
    otherHashes.map(([name, value]) => {
      const actual = typeof value === 'string' ? value : JSON.stringify(value)
      return {
        name: `a hash ${name}`,
        payload: { ath: value },
        check: 'dpop-ath',
        detail: `JWT claim 'ath' (${actual}) did not have the expected value (${ath})`,
      }
    }),
  ),
)

t.test(
  'the hashes of the vectors are the ones a proof must carry, and their mistakes are refused',
  async (t) => {
    const { accessTokenHashes } = readVectors('dpop')
    t.equal(accessTokenHashes.length, 6)
    for (const vector of accessTokenHashes) {
      const expected = { accessToken: vector.accessToken }
      await acceptAll(t, [{ name: vector.id, payload: { ath: vector.ath }, expected }])
      await refuseAll(
        t,
        Object.entries(vector.wrong).map(([mistake, wrong]) => ({
          name: `${vector.id} ${mistake}`,
          payload: { ath: wrong },
          expected,
          check: 'dpop-ath',
          detail: `JWT claim 'ath' (${wrong}) did not have the expected value (${vector.ath})`,
        })),
      )
    }
  },
)

t.test('a proof may carry any other claim', (t) =>
  acceptAll(t, [
    { name: 'claims of other tokens', payload: { iss: 'a', sub: 'b', aud: ['c'], cnf: { jkt: 'd' } } },
    { name: 'a nonce that nobody asked for', payload: { nonce: 'whatever' } },
    { name: 'a nonce that is no string, which nobody asked for', payload: { nonce: [1] } },
    { name: 'a very long jti', payload: { jti: 'j'.repeat(5000) } },
    { name: 'a jti of one character', payload: { jti: '0' } },
  ]),
)
