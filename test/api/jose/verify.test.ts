import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import t, { type Test } from 'tap'
import { joseOutcomes, type JoseReason } from '../../../src/api/jose/outcomes.ts'
import type { Fixtures } from '../../../schema/fixtures.ts'
import { callApi } from '../../support/api.ts'
import { apiToken, serviceId, startTestMock, type TestMock } from '../../support/mock.ts'
import { meetOutcome } from '../../support/outcome.ts'
import { makeKey, signText, type TestKey } from '../../support/requests/proof.ts'

type Answer = Readonly<Record<string, unknown>>

const now = 1_800_000_000
const clientKey = await makeKey()
const serviceKey = await makeKey()
const secret = 'a-secret-of-a-client-with-enough-octets'
const world: Fixtures = {
  services: [
    {
      serviceId,
      apiTokens: [{ apiToken }],
      clock: { mode: 'frozen', now: now * 1000 },
      jwks: JSON.stringify({ keys: [{ ...serviceKey.privateJwk, kid: 's', use: 'sig', alg: 'ES256' }] }),
      clients: [
        {
          clientId: 1001,
          clientIdAlias: 'app',
          clientIdAliasEnabled: true,
          clientSecret: secret,
          jwks: JSON.stringify({ keys: [clientKey.publicJwk] }),
        },
      ],
    },
  ],
}

const start = (t: Test): Promise<TestMock> => startTestMock(t, { world })

async function verify(mock: TestMock, body: object): Promise<Answer> {
  return (await callApi<Answer>(mock, 'POST', '/jose/verify', body)).body
}

const signJwt = (header: object, payload: object, privateJwk: TestKey['privateJwk']): Promise<string> =>
  signText({ privateJwk }, JSON.stringify(header), JSON.stringify(payload))

const ofClient = { signedByClient: true, clientIdentifier: '1001' }

const bySecret = (header: object, payload: object): string => {
  const input = [header, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
}

const rows = Object.entries(joseOutcomes) as [JoseReason, (typeof joseOutcomes)[JoseReason]][]

t.test('every outcome says whether all is valid, and has the texts of its errors', async (t) => {
  const mock = await startTestMock(t)
  for (const [reason, { resultCode }] of rows) {
    const { body } = await meetOutcome(mock, 'jose/verify', reason)
    const isValid = reason === 'jose_verified'
    t.equal(body['resultCode'], resultCode, reason)
    t.equal(body['valid'], isValid, reason)
    const first = (body['errorDescriptions'] as readonly string[] | undefined)?.[0]
    t.equal(first, isValid || reason === 'crash' ? undefined : body['resultMessage'], reason)
    await mock.admin.reset()
  }
})

t.test('a JWT of a client is valid by its keys, by id and by alias', async (t) => {
  const mock = await start(t)
  const jose = await signJwt({ alg: 'ES256' }, { iss: '1001', exp: now + 1 }, clientKey.privateJwk)
  for (const clientIdentifier of ['1001', 'app']) {
    t.strictSame(
      await verify(mock, { jose, ...ofClient, clientIdentifier, mandatoryClaims: ['iss', 'exp'] }),
      {
        resultCode: 'A160001',
        resultMessage: '[A160001] The JOSE is valid.',
        signatureValid: true,
        valid: true,
      },
    )
  }
  t.match(
    await verify(mock, { jose }),
    { resultCode: 'A160219', signatureValid: false },
    'not by the service',
  )
})

t.test('what the service signed is valid by its own keys, which need not be public', async (t) => {
  const mock = await start(t)
  const jose = await signJwt({ alg: 'ES256', kid: 's' }, { sub: 'alice' }, serviceKey.privateJwk)
  t.match(await verify(mock, { jose }), { resultCode: 'A160001', valid: true })
  t.match(await verify(mock, { jose, ...ofClient }), { resultCode: 'A160221', valid: false })
  const unnamed = await signJwt({ alg: 'ES384' }, { sub: 'alice' }, serviceKey.privateJwk)
  t.match(await verify(mock, { jose: unnamed }), {
    resultMessage:
      "[A160221] Could not find any appropriate JWK for signature verification in the service's JWK Set. (alg = ES384, kid = null)",
  })
})

t.test('a set that is none has no key', async (t) => {
  const [service = { serviceId }] = world.services
  const mock = await startTestMock(t, { world: { services: [{ ...service, jwks: '{"keys":1}' }] } })
  const jose = await signJwt({ alg: 'ES256' }, {}, serviceKey.privateJwk)
  t.match(await verify(mock, { jose }), { resultCode: 'A160221', valid: false })
})

t.test('a secret verifies what the client has signed with it, and nothing of the service', async (t) => {
  const mock = await start(t)
  const jose = bySecret({ alg: 'HS256' }, { iss: '1001' })
  t.match(await verify(mock, { jose, ...ofClient }), { resultCode: 'A160001', valid: true })
  t.match(await verify(mock, { jose: `${jose}x`, ...ofClient }), { valid: false })
  t.match(await verify(mock, { jose, clientIdentifier: '1001' }), { resultCode: 'A160102', valid: false })
  const confused = bySecret({ alg: 'ES256' }, { iss: '1001' })
  t.match(await verify(mock, { jose: confused, ...ofClient }), { resultCode: 'A160219', valid: false })
})

t.test('an unsecured JWS is never valid', async (t) => {
  const mock = await start(t)
  const header = Buffer.from('{"alg":"none"}').toString('base64url')
  for (const signature of ['', 'AA'])
    t.match(await verify(mock, { jose: `${header}.e30.${signature}`, ...ofClient }), {
      resultCode: 'A160219',
      signatureValid: false,
      valid: false,
    })
})

t.test('all errors are in one answer, and the first one decides its code', async (t) => {
  const mock = await start(t)
  const claims = { iss: 7, exp: now - 1, iat: now + 1.5, nbf: now + 9 }
  const jose = await signJwt({ alg: 'ES256' }, claims, (await makeKey()).privateJwk)
  t.strictSame(await verify(mock, { jose, ...ofClient, mandatoryClaims: ['iss', 'jti', '__proto__'] }), {
    resultCode: 'A160204',
    resultMessage: "[A160204] The mandatory claim 'jti' is missing.",
    errorDescriptions: [
      "[A160204] The mandatory claim 'jti' is missing.",
      "[A160204] The mandatory claim '__proto__' is missing.",
      "[A160214] The value of the claim 'iss' is not a string.",
      `[A160206] The expiration time of the JOSE has been reached: exp = ${now - 1}, current time = ${now}, clock skew = 0`,
      "[A160205] The value of the claim 'iat' is not an integer.",
      `[A160208] The current time has not reached the time before which the JOSE must be regarded as invalid: nbf = ${now + 9}, current time = ${now}, clock skew = 0`,
      '[A160219] The signature of the JOSE object is invalid.',
    ],
    invalidClaims: ['iss', 'exp', 'iat', 'nbf'],
    missingClaims: ['jti', '__proto__'],
    signatureValid: false,
    valid: false,
  })
})

t.test('clocks may differ by the skew', async (t) => {
  const mock = await start(t)
  const claims = { exp: now - 9, iat: now + 10, nbf: now + 10 }
  const jose = await signJwt({ alg: 'ES256' }, claims, clientKey.privateJwk)
  t.match(await verify(mock, { jose, ...ofClient, clockSkew: 10 }), { valid: true })
  const early = await verify(mock, { jose, ...ofClient, clockSkew: 9 })
  t.match(early, {
    resultCode: 'A160206',
    signatureValid: true,
    invalidClaims: ['exp', 'iat', 'nbf'],
    valid: false,
  })
})

t.test('a payload that is no JSON is valid unless it must have claims', async (t) => {
  const mock = await start(t)
  const [header = ''] = bySecret({ alg: 'HS256' }, {}).split('.')
  const input = `${header}.${Buffer.from('text').toString('base64url')}`
  const jose = `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
  t.match(await verify(mock, { jose, ...ofClient }), { valid: true })
  t.strictSame(await verify(mock, { jose, ...ofClient, mandatoryClaims: ['iss'] }), {
    resultCode: 'A160203',
    resultMessage:
      "[A160203] The payload of the JOSE object couldn't be parsed as JSON although some claims were declared as mandatory.",
    errorDescriptions: [
      "[A160203] The payload of the JOSE object couldn't be parsed as JSON although some claims were declared as mandatory.",
    ],
    missingClaims: ['iss'],
    signatureValid: true,
    valid: false,
  })
})

t.test('whatever is sent is answered, and is not valid', async (t) => {
  const mock = await start(t)
  const part = fc.oneof(
    fc.base64String().map((text) => text.replaceAll(/[=+/]/g, '')),
    fc.json().map((text) => Buffer.from(text).toString('base64url')),
    fc.constant(Buffer.from('{"alg":"ES256"}').toString('base64url')),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.array(part, { maxLength: 6 }).map((parts) => parts.join('.')),
      ),
      fc.boolean(),
      async (jose, signedByClient) => {
        const { status, body } = await callApi<Answer>(mock, 'POST', '/jose/verify', {
          ...ofClient,
          jose,
          signedByClient,
        })
        return status === 200 && body['valid'] === false
      },
    ),
    { numRuns: 150 },
  )
})
