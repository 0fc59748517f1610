import { createPrivateKey, X509Certificate } from 'node:crypto'
import { calculateJwkThumbprint, decodeJwt, decodeProtectedHeader } from 'jose'
import type { Test } from 'tap'
import { makeKey, makeProof } from '../../support/requests/proof.ts'
import { endpoint, serviceId, startOfTests } from '../../support/mock.ts'
import type { OpenAdmin } from '../under-test.ts'

export async function bindingContract(t: Test, open: OpenAdmin): Promise<void> {
  t.test('a token bound by DPoP comes with its key and a request that works once', async (t) => {
    const { admin, mock } = await open(t)
    const minted = await admin.mintToken(serviceId, { bind: 'dpop', grant: { grantId: 'g' } })
    const { privateJwk = {}, cnf, request = {}, accessToken } = minted
    t.strictSame(cnf, { jkt: await calculateJwkThumbprint(privateJwk) })
    t.equal(typeof privateJwk['d'], 'string')
    const { dpop, ...rest } = request
    t.strictSame(rest, { accessToken, gmAction: 'QUERY', grantId: 'g', htm: 'GET', htu: `${endpoint}/g` })
    t.notOk('d' in (decodeProtectedHeader(String(dpop)).jwk ?? {}), 'the proof does not tell the private key')
    t.equal((await mock.gm(request)).action, 'OK', 'the dry run has not spent the proof')
    t.equal((await mock.gm(request)).resultCode, 'A281312')
  })

  t.test('a certificate can be made in any year that a clock can show', async (t) => {
    const { admin, mock } = await open(t)
    for (const now of [
      '1000-01-01T00:00:00Z',
      '1949-06-01T00:00:00Z',
      '2045-06-01T00:00:00Z',
      '9999-06-01T00:00:00Z',
    ]) {
      await admin.setClock(serviceId, { mode: 'frozen', now })
      const { request = {}, certificate = '' } = await admin.mintToken(serviceId, { bind: 'mtls', grant: {} })
      t.equal((await mock.gm(request)).action, 'OK', now)
      t.equal(Date.parse(new X509Certificate(certificate).validFrom), Date.parse(now))
    }
  })

  t.test('the private key that comes with a token makes further proofs', async (t) => {
    const { admin, mock } = await open(t)
    const minted = await admin.mintToken(serviceId, { bind: 'dpop', grant: { grantId: 'g' } })
    const { d: _, ...publicJwk } = minted.privateJwk ?? {}
    const key = { privateJwk: minted.privateJwk ?? {}, publicJwk, jkt: minted.cnf?.jkt ?? '' }
    const { accessToken } = minted
    const dpop = await makeProof(key, { accessToken, grantId: 'g' })
    t.equal((await mock.gm({ accessToken, gmAction: 'QUERY', grantId: 'g', dpop })).action, 'OK')
  })

  t.test('a bound token that may only revoke comes with a proof for DELETE', async (t) => {
    const { admin, mock } = await open(t)
    const order = { bind: 'dpop', grant: {}, scopes: ['grant_management_revoke'] } as const
    const { request = {} } = await admin.mintToken(serviceId, { ...order, scopes: [...order.scopes] })
    t.equal(request['htm'], 'DELETE')
    t.equal((await mock.gm(request)).action, 'NO_CONTENT')
  })

  t.test('a request for an endpoint or a grant that makes no URI names one of its own', async (t) => {
    const { admin, mock } = await open(t)
    for (const [grantManagementEndpoint, grantId] of [
      ['', 'g'],
      ['not a uri', 'h'],
      ['https://as.example.com:99999/grants', 'i'],
      ['https://as.example.com/grants', 'a b'],
    ] as const) {
      await admin.updateService(serviceId, { grantManagementEndpoint })
      const { request = {} } = await admin.mintToken(serviceId, { bind: 'dpop', grant: { grantId } })
      t.equal((await mock.gm(request)).action, 'OK')
    }
  })

  t.test('a request for a service without an endpoint names its own URI', async (t) => {
    const { admin, mock } = await open(t)
    await admin.updateService(serviceId, { grantManagementEndpoint: null })
    const { request = {} } = await admin.mintToken(serviceId, { bind: 'dpop', grant: {} })
    t.match(request['htu'], /^https:\/\//)
    t.equal((await mock.gm(request)).action, 'OK')
  })

  t.test('a request for a service that requires nonces carries one', async (t) => {
    const { admin, mock } = await open(t)
    await admin.updateService(serviceId, { dpopNonceRequired: true })
    const { request = {} } = await admin.mintToken(serviceId, { bind: 'dpop', grant: {} })
    const answer = await mock.gm(request)
    t.equal(answer.action, 'OK')
    t.equal(decodeJwt(String(request['dpop']))['nonce'], answer.dpopNonce)
  })

  t.test("proofs and certificates are made by the service's clock", async (t) => {
    const { admin, mock } = await open(t)
    await admin.setClock(serviceId, { mode: 'frozen', now: '2031-05-06T07:08:09Z' })
    const { request = {} } = await admin.mintToken(serviceId, { bind: 'dpop', grant: {} })
    t.equal(decodeJwt(String(request['dpop'])).iat, Date.parse('2031-05-06T07:08:09Z') / 1000)
    t.equal((await mock.gm(request)).action, 'OK')
    const { certificate = '' } = await admin.mintToken(serviceId, { bind: 'mtls' })
    t.equal(Date.parse(new X509Certificate(certificate).validFrom), Date.parse('2031-05-06T07:08:09Z'))
  })

  t.test('a token bound to a certificate comes with it, its key and a request that works', async (t) => {
    const { admin, mock } = await open(t)
    const minted = await admin.mintToken(serviceId, { bind: 'mtls', grant: {} })
    const { certificate = '', privateKey = '', cnf, request = {} } = minted
    const parsed = new X509Certificate(certificate)
    t.ok(parsed.checkPrivateKey(createPrivateKey(privateKey)))
    t.ok(parsed.verify(parsed.publicKey), 'it is signed by its own key')
    t.ok(Date.parse(parsed.validFrom) <= startOfTests && startOfTests < Date.parse(parsed.validTo))
    const thumbprint = Buffer.from(parsed.fingerprint256.replaceAll(':', ''), 'hex').toString('base64url')
    t.strictSame(cnf, { 'x5t#S256': thumbprint })
    t.equal((await mock.gm(request)).action, 'OK')
    t.equal((await mock.gm(request)).action, 'OK', 'a certificate is not spent')
  })

  t.test('a token is bound to the key and the certificate that it is given', async (t) => {
    const { admin, mock } = await open(t)
    const key = await makeKey()
    const { certificate = '', cnf } = await admin.mintToken(serviceId, { bind: 'mtls' })
    const both = { jkt: key.jkt, 'x5t#S256': cnf?.['x5t#S256'] ?? '' }
    const minted = await admin.mintToken(serviceId, { cnf: both, grant: { grantId: 'g' } })
    t.strictSame(minted.cnf, both)
    for (const secret of ['privateJwk', 'certificate', 'privateKey']) t.notOk(secret in minted)
    const { accessToken } = minted
    const dpop = await makeProof(key, { accessToken, grantId: 'g' })
    const request = { accessToken, gmAction: 'QUERY', grantId: 'g', dpop } as const
    t.equal((await mock.gm(request)).resultCode, 'A281301')
    t.equal((await mock.gm({ ...request, clientCertificate: certificate })).action, 'OK')
    const { accessTokens } = await admin.listTokens(serviceId)
    t.ok(
      accessTokens.some((token) => token.cnf?.jkt === key.jkt && token.cnf['x5t#S256'] === both['x5t#S256']),
    )
  })

  t.test('each mint makes another key', async (t) => {
    const { admin } = await open(t)
    const minted = await Promise.all([1, 2].map(() => admin.mintToken(serviceId, { bind: 'dpop' })))
    t.not(minted[0]?.cnf?.jkt, minted[1]?.cnf?.jkt)
  })
}
