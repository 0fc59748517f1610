import t, { type Test } from 'tap'
import { gmOutcomes } from '../../src/api/gm/outcomes.ts'
import {
  certificateFlaws,
  createTestkit,
  proofFlaws,
  type CertificateBreak,
  type Flaw,
  type ProofBreak,
} from '../../src/testkit.ts'
import { endpoint, oneService, serviceId, startOfTests as now, startTestMock } from '../support/mock.ts'

const namesOf = <Table extends object>(table: Table) => Object.keys(table) as (keyof Table)[]

/** What POST /gm says to a request, and the reason that the journal has for it. */
async function startWithReasons(t: Test, nonces: boolean) {
  const services = oneService.services.map((service) => ({ ...service, dpopNonceRequired: nonces }))
  const mock = await startTestMock(t, { world: { services } })
  const query = async (accessToken: string, grantId: string | undefined, members: object) => {
    const request = { accessToken, gmAction: 'QUERY', grantId, ...members } as const
    const { resultCode, dpopNonce } = await mock.gm(request as Parameters<typeof mock.gm>[0])
    const [entry] = (await mock.admin.listRequests(serviceId)).requests
    return { outcome: { reason: entry?.reason, resultCode }, dpopNonce }
  }
  return { mock, query }
}

async function startProving(t: Test, { nonces = false, algorithm = 'ES256' } = {}) {
  const { mock, query } = await startWithReasons(t, nonces)
  const kit = createTestkit({ now })
  const key = await kit.makeKey(algorithm)
  const order = { grant: {}, cnf: { jkt: key.jkt } }
  const { accessToken, grantId } = await mock.admin.mintToken(serviceId, order)
  const { dpopNonce } = await query(accessToken, grantId, {})
  const target = { key, accessToken, method: 'GET', uri: `${endpoint}/${grantId}` }
  return async (word?: ProofBreak) => {
    const dpop = await kit.makeProof({
      ...target,
      ...(dpopNonce !== undefined && { nonce: dpopNonce }),
      ...(word !== undefined && { break: word }),
    })
    return (await query(accessToken, grantId, { dpop })).outcome
  }
}

const good = { reason: 'queried', resultCode: 'A277001' }

const outcomeOf = ({ reason, resultCode }: Flaw) => ({ reason, resultCode })

for (const word of namesOf(proofFlaws)) {
  t.test(`a proof with the flaw "${word}" gets the answer that is told of it`, async (t) => {
    const nonces = proofFlaws[word].reason === 'dpop_nonce_unusable'
    const send = await startProving(t, { nonces })
    t.strictSame(await send(), good, 'a proof without a flaw passes')
    if (word === 'replay') t.strictSame(await send(word), good, 'the first one passes')
    t.strictSame(await send(word), outcomeOf(proofFlaws[word]))
    t.strictSame(await send(), good, 'and passes afterwards')
  })
}

t.test('flaws pass where their words say so', async (t) => {
  const [free, bound] = [await startProving(t), await startProving(t, { nonces: true })]
  for (const word of ['nonce', 'nonce-missing'] as const) t.strictSame(await free(word), good, word)
  for (const word of ['expired', 'future'] as const) t.strictSame(await bound(word), good, word)
})

for (const algorithm of ['ES384', 'ES512', 'EdDSA', 'RS256', 'PS256']) {
  t.test(`proofs by ${algorithm} have the same flaws`, async (t) => {
    const send = await startProving(t, { algorithm })
    t.strictSame(await send(), good)
    for (const word of ['wrong-key', 'signature', 'jwk-private', 'alg'] as const) {
      t.strictSame(await send(word), outcomeOf(proofFlaws[word]), word)
    }
  })
}

t.test('a flaw of a POST is GET', async (t) => {
  const kit = createTestkit({ now })
  const order = { key: await kit.makeKey(), method: 'POST', uri: endpoint, break: 'htm' } as const
  const [, payload = ''] = (await kit.makeProof(order)).split('.')
  t.match(JSON.parse(Buffer.from(payload, 'base64url').toString()), { htm: 'GET', iat: now / 1000 })
})

for (const word of namesOf(certificateFlaws)) {
  t.test(`a certificate with the flaw "${word}" gets the answer that is told of it`, async (t) => {
    const { mock, query } = await startWithReasons(t, false)
    const made = await createTestkit({ now }).makeCertificate({ break: word })
    const order = { grant: {}, cnf: { 'x5t#S256': made.thumbprint } }
    const { accessToken, grantId } = await mock.admin.mintToken(serviceId, order)
    const { outcome } = await query(accessToken, grantId, { clientCertificate: made.certificate })
    t.strictSame(outcome, outcomeOf(certificateFlaws[word]))
  })
}

t.test('flaws are described, and name outcomes of the catalogue', async (t) => {
  for (const flaw of [...Object.values(proofFlaws), ...Object.values(certificateFlaws)]) {
    t.ok(flaw.does)
    t.match(flaw.clause, /^(RFC \d+ §|Authlete )/)
    t.equal(gmOutcomes[flaw.reason].resultCode, flaw.resultCode)
  }
})

t.test('a word that is no flaw is refused with the one that was meant', async (t) => {
  const kit = createTestkit({ now })
  const order = { key: await kit.makeKey(), method: 'GET', uri: endpoint }
  await t.rejects(kit.makeProof({ ...order, break: 'hmt' as ProofBreak }), {
    name: 'TypeError',
    message: /^makeProof cannot use these options: break is "hmt"\. Did you mean htm\? There are: jws, /,
  })
  for (const word of ['constructor', '__proto__', 'url_encoded'] as readonly string[]) {
    await t.rejects(kit.makeCertificate({ break: word as CertificateBreak }), {
      name: 'TypeError',
      message: /^makeCertificate cannot use these options: break is /,
    })
  }
})
