import { importJWK, CompactSign } from 'jose'
import t, { type Test } from 'tap'
import { callApi } from '../../support/api.ts'
import {
  authorizationWorld,
  clientId as ownerId,
  issuer as ownIssuer,
  redirectUri,
} from '../../support/requests/authorize.ts'
import {
  authenticated,
  presentAssertion,
  startWithKeyedClient,
} from '../../support/requests/client-assertions.ts'
import { clientId, clientKey, issuer } from '../../support/requests/client-presentations.ts'
import { endpoint, startOfTests, startTestMock } from '../../support/mock.ts'
import { hash, mintBound } from '../../support/requests/proof.ts'
import { objectKey, objectKeys } from '../../support/requests/request-object.ts'

const now = startOfTests / 1000

type Times = Readonly<Record<'exp' | 'nbf' | 'iat', string>>

const good: Times = { exp: String(now + 60), nbf: String(now), iat: String(now) }

/** A payload with its times as JSON writes them, which no JavaScript number has to be able to. */
function write(claims: object, times: Times): string {
  const written = Object.entries(times).map(([name, time]) => `"${name}":${time}`)
  return `${JSON.stringify(claims).slice(0, -1)},${written.join(',')}}`
}

let counter = 0

async function sign(header: { readonly alg: string }, claims: object, jwk: object, times: Times) {
  counter += 1
  const payload = write({ jti: `times-${counter}`, ...claims }, times)
  return new CompactSign(Buffer.from(payload))
    .setProtectedHeader({ ...header })
    .sign(await importJWK({ ...jwk }, header.alg))
}

/** For each role of a JWT, what it takes to present one with these times. Whether it passed is the answer. */
const roles: Readonly<Record<string, (t: Test) => Promise<(times: Times) => Promise<boolean>>>> = {
  assertion: async (t) => {
    const mock = await startWithKeyedClient(t)
    const claims = { iss: String(clientId), sub: String(clientId), aud: issuer }
    return async (times) => {
      const jwt = await sign({ alg: 'ES256' }, claims, clientKey.own, times)
      return (await presentAssertion(mock, jwt)) === authenticated
    }
  },
  'request object': async (t) => {
    const mock = await startTestMock(t, { world: authorizationWorld({}, { jwks: objectKeys }) })
    const claims = {
      iss: String(ownerId),
      aud: ownIssuer,
      client_id: String(ownerId),
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: 'accounts',
    }
    return async (times) => {
      const request = await sign({ alg: 'ES256' }, claims, objectKey.privateJwk, times)
      const parameters = new URLSearchParams({ client_id: String(ownerId), request }).toString()
      const { body } = await callApi(mock, 'POST', '/auth/authorization', { parameters })
      return body['action'] === 'INTERACTION'
    }
  },
  proof: async (t) => presentProofs(t, false),
  'proof with a nonce': async (t) => presentProofs(t, true),
}

async function presentProofs(t: Test, dpopNonceRequired: boolean) {
  const mock = await startTestMock(t)
  const { key, accessToken, grantId } = await mintBound(mock)
  const first = await mock.gm({ accessToken, grantId, gmAction: 'QUERY', dpopNonceRequired, dpop: 'x' })
  const { dpopNonce: nonce } = first
  return async (times: Times) => {
    const claims = { htm: 'GET', htu: `${endpoint}/${grantId}`, ath: hash(accessToken), nonce }
    const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: key.publicJwk }
    const dpop = await sign(header, claims, key.privateJwk, times)
    const { action } = await mock.gm({ accessToken, grantId, gmAction: 'QUERY', dpopNonceRequired, dpop })
    return action === 'OK'
  }
}

const noTimes = ['1e400', '-1e400', '1e308', '1e300', '-1', '-1e-9', '"1"', '""', 'null', 'true', '[]', '{}']

for (const [role, start] of Object.entries(roles)) {
  t.test(`a ${role} with a time that is none does not pass, whichever of them it is`, async (t) => {
    const present = await start(t)
    t.ok(await present(good), 'the good one passes')
    t.ok(
      await present({ ...good, nbf: '0', exp: `${now + 60}.5`, iat: `${now / 100}e2` }),
      'however it is written',
    )
    t.ok(await present({ ...good, nbf: '-0' }), 'zero has a sign in JSON')
    for (const name of ['exp', 'nbf', 'iat'] as const) {
      for (const time of noTimes) {
        t.notOk(await present({ ...good, [name]: time }), `${name} ${time}`)
      }
    }
  })

  t.test(`a ${role} that is over, or has not begun, does not pass`, async (t) => {
    const present = await start(t)
    t.notOk(await present({ ...good, exp: String(now) }))
    t.notOk(await present({ ...good, exp: '0' }))
    t.notOk(await present({ ...good, exp: '-0' }))
    t.notOk(await present({ ...good, nbf: String(now + 3600) }))
  })
}
