import { createPublicKey, generateKeyPairSync, verify, type KeyObject } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compactVerify, decodeProtectedHeader, importJWK } from 'jose'
import t from 'tap'
import { proofFlaws } from '../../src/testkit.ts'
import { spawnMock } from './child.ts'
import { run } from './run.ts'

const demo = '4277000001'
const uri = 'https://as.example.com/accounts'
const demoKey = 'fixtures/keys/demo-dpop.private.jwk.json'

async function readProof(proof: string) {
  const { jwk, ...header } = decodeProtectedHeader(proof)
  if (header.alg === 'ES256K') return { header, claims: readEs256k(proof, Object(jwk)) }
  const { payload } = await compactVerify(proof, await importJWK(Object(jwk), String(header.alg)))
  return { header, claims: JSON.parse(Buffer.from(payload).toString()) as Record<string, unknown> }
}

/** Jose has no ES256K. */
function readEs256k(proof: string, jwk: object): Record<string, unknown> {
  const [header = '', payload = '', signature = ''] = proof.split('.')
  const key = createPublicKey({ key: { ...jwk }, format: 'jwk' })
  const octets = Buffer.from(signature, 'base64url')
  const isGood = verify(
    'sha256',
    Buffer.from(`${header}.${payload}`),
    { key, dsaEncoding: 'ieee-p1363' },
    octets,
  )
  if (!isGood) throw new Error('The signature is wrong.')
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>
}

t.test('a proof is printed as it is, as a header or with all that belongs to it', async (t) => {
  const common = ['dpop', '--key', demoKey, '--uri', uri, '--now', '2026-01-01T00:00:00Z']
  const plain = await run(common)
  t.strictSame([plain.code, plain.stderr], [0, ''])
  const { header, claims } = await readProof(plain.stdout.trimEnd())
  t.strictSame(header, { typ: 'dpop+jwt', alg: 'ES256' })
  t.match(claims, { htm: 'GET', htu: uri, iat: 1_767_225_600, jti: /^[\w-]{43}$/ })
  t.strictSame(Object.keys(claims), ['jti', 'htm', 'htu', 'iat'])
  t.match((await run([...common, '--format', 'header'])).stdout, /^DPoP: [\w-]+\.[\w-]+\.[\w-]+\n$/)
  const told = JSON.parse((await run([...common, '--format', 'json'])).stdout) as object
  t.match(told, { htm: 'GET', htu: uri, proof: /\./, publicJwk: { kty: 'EC' } })
  const elsewhere = await run([
    ...common.with(4, 'HTTPS://as.example.com:443/accounts?a=b#c'),
    '--format',
    'json',
  ])
  t.match(JSON.parse(elsewhere.stdout), { htu: uri })
  t.notOk('privateJwk' in told, 'the key is in its file already')
})

t.test('a proof is for a method, a token and a nonce', async (t) => {
  const options = [
    '--method',
    'POST',
    '--access-token',
    'Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU',
    '--nonce',
    'n',
  ]
  const { stdout } = await run(['dpop', '--key', demoKey, '--uri', uri, ...options])
  const { claims } = await readProof(stdout.trimEnd())
  // RFC 9449 §7.1 has this token with this hash.
  t.match(claims, { htm: 'POST', nonce: 'n', ath: 'fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo' })
})

t.test('a new key is printed with the proof, and told to be lost where it is not', async (t) => {
  const { stdout } = await run(['dpop', '--key', 'new', '--uri', uri, '--format', 'json'])
  const file = join(t.testdir(), 'made.json')
  writeFileSync(file, stdout)
  const { jkt } = JSON.parse(stdout) as { jkt: string }
  const again = await run(['dpop', '--key', file, '--uri', uri, '--format', 'json'])
  t.match(JSON.parse(again.stdout), { jkt }, 'the output is a key file')
  const lost = await run(['dpop', '--key', 'new', '--uri', uri])
  t.equal(lost.stderr, 'gm-mock: the new key is not kept; --format json prints it.\n')
})

function generate(type: string, options: object = {}): KeyObject {
  return (generateKeyPairSync as (type: string, options: object) => { privateKey: KeyObject })(type, options)
    .privateKey
}

const pem = (key: KeyObject) => String(key.export({ type: 'pkcs8', format: 'pem' }))
const jwk = (key: KeyObject, more: object = {}) =>
  JSON.stringify({ ...key.export({ format: 'jwk' }), ...more })
const rsa = generate('rsa', { modulusLength: 2048 })

const keyFiles = [
  ['ES256', pem(generate('ec', { namedCurve: 'P-256' }))],
  ['ES384', jwk(generate('ec', { namedCurve: 'P-384' }), { alg: 'ES256' })],
  ['ES512', `{"privateJwk":${jwk(generate('ec', { namedCurve: 'P-521' }))}}`],
  ['ES256K', pem(generate('ec', { namedCurve: 'secp256k1' }))],
  ['ES256K', jwk(generate('ec', { namedCurve: 'secp256k1' }), { alg: 'ES256K' })],
  ['EdDSA', jwk(generate('ed25519'))],
  ['EdDSA', jwk(generate('ed25519'), { alg: 'Ed25519' })],
  ['RS256', pem(rsa)],
  ['PS384', jwk(rsa, { alg: 'PS384' })],
  ['RS256', jwk(rsa, { alg: 'RSA-OAEP' })],
] as const
for (const [algorithm, content] of keyFiles) {
  t.test(`a key file like ${content.slice(0, 30)}… signs by ${algorithm}`, async (t) => {
    const key = join(t.testdir(), 'key')
    writeFileSync(key, content)
    const { stdout } = await run(['dpop', '--key', key, '--uri', uri])
    t.match((await readProof(stdout.trimEnd())).header, { alg: algorithm })
  })
}

const uselessKeys = [
  ['nothing', ''],
  ['no JSON', '{'],
  ['JSON that is no object', '[1]'],
  ['no key', '{"kty":"EC"}'],
  ['a key of another curve', pem(generate('ec', { namedCurve: 'brainpoolP256r1' }))],
  ['a key for agreement', pem(generate('x25519'))],
  [
    'the private key of another public one',
    jwk(generate('ed25519'), { x: String(generate('ed25519').export({ format: 'jwk' }).x) }),
  ],
  ['broken PEM', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n'],
] as const
for (const [what, content] of uselessKeys) {
  t.test(`a key file that holds ${what} is refused`, async (t) => {
    const key = join(t.testdir(), 'key')
    writeFileSync(key, content)
    t.match(await run(['dpop', '--key', key, '--uri', uri]), {
      code: 2,
      stdout: '',
      stderr: /^gm-mock: .*key holds no private key that proofs can be made with: a JWK, /,
    })
  })
}

const mistakes: readonly (readonly [what: string, args: readonly string[], stderr: RegExp])[] = [
  ['no key', ['--uri', uri], /required option '--key <file>' not specified/],
  ['a key that is not there', ['--key', 'no.json', '--uri', uri], /^gm-mock: cannot read the key: ENOENT/],
  ['no URI', ['--key', 'new'], /^gm-mock: a proof needs --uri, or --endpoint and --grant-id\.\n$/],
  ['a relative URI', ['--key', 'new', '--uri', '/token'], /^gm-mock: --uri is "\/token", not the whole URI/],
  [
    'an endpoint that is none',
    ['--key', 'new', '--endpoint', 'urn:a', '--grant-id', 'g'],
    /^gm-mock: --endpoint is "urn:a\/g", not the whole URI/,
  ],
  ['a grant without its endpoint', ['--key', 'new', '--grant-id', 'g'], /needs --uri, or --endpoint and/],
  [
    'a grant that no URI can name',
    ['--key', 'new', '--endpoint', uri, '--grant-id', '..'],
    /^gm-mock: no URI is made of this --endpoint and --grant-id\. Give the whole --uri\.\n$/,
  ],
  [
    'two URIs',
    ['--key', 'new', '--uri', uri, '--endpoint', uri, '--grant-id', 'g'],
    /cannot be used with option/,
  ],
  [
    'a word that is no flaw',
    ['--key', 'new', '--uri', uri, '--break', 'hmt'],
    /^gm-mock: --break is "hmt"\. Did you mean htm\? There are: jws, .*\.\n$/,
  ],
  [
    'no instant',
    ['--key', 'new', '--uri', uri, '--now', 'noon'],
    /^gm-mock: --now is "noon", not an instant like /,
  ],
]
for (const [what, args, stderr] of mistakes) {
  t.test(`${what} is a mistake that is named`, async (t) => {
    t.match(await run(['dpop', ...args]), { code: 2, stdout: '', stderr })
  })
}

t.test('an RSA key that is too short is refused', async (t) => {
  const key = join(t.testdir(), 'key')
  writeFileSync(key, pem(generate('rsa', { modulusLength: 1024 })))
  const { code, stderr } = await run(['dpop', '--key', key, '--uri', uri])
  t.equal(code, 2)
  t.match(stderr, /^gm-mock: cannot sign with this key: .*2048 bits/)
})

t.test('the help lists every word with the answer that it gets', async (t) => {
  const { stdout } = await run(['dpop', '--help'])
  for (const [word, { resultCode }] of Object.entries(proofFlaws)) {
    t.match(stdout, new RegExp(`\n  ${word} [^]*?${resultCode}`), word)
  }
})

async function query(baseUrl: string, request: object): Promise<{ readonly resultCode: string }> {
  const response = await fetch(`${baseUrl}/api/${demo}/gm`, {
    method: 'POST',
    headers: { authorization: 'Bearer demo-service-token', 'content-type': 'application/json' },
    body: JSON.stringify(request),
  })
  return (await response.json()) as { resultCode: string }
}

async function prove(more: readonly string[] = []): Promise<string> {
  const target = ['--endpoint', 'https://as.example.com/grants', '--grant-id', 'demo-grant']
  const { stdout } = await run(['dpop', '--key', demoKey, '--access-token', 'demo-dpop', ...target, ...more])
  return stdout.trimEnd()
}

t.test('a proof that the command prints passes at a mock, and a broken one does not', async (t) => {
  const baseUrl = await spawnMock(t, ['--port', '0']).ready()
  const request = { accessToken: 'demo-dpop', gmAction: 'QUERY', grantId: 'demo-grant' }
  t.match(await query(baseUrl, { ...request, dpop: await prove() }), { resultCode: 'A277001' })
  t.match(await query(baseUrl, { ...request, dpop: await prove(['--break', 'wrong-key']) }), {
    resultCode: 'A281306',
  })
})
