import { callApi } from '../../support/api.ts'
import { call } from '../../support/requests/authorize.ts'
import { serviceId, type TestMock } from '../../support/mock.ts'
import { makeKey, makeProof, type ProofChanges } from '../../support/requests/proof.ts'
import { basic, getTokens, makeTokenProof, tokenEndpoint, tokenWorld } from '../../support/requests/token.ts'
import type { Fact } from '../fact.ts'
import { javadoc, lab, notes, probe } from '../publications.ts'

const key = await makeKey()
const resource = { htm: 'GET', htu: 'https://as.example.com/userinfo' }
const world = tokenWorld()
const challenge = (error: string, text: string): RegExp =>
  new RegExp(
    `^DPoP error="${error}",error_description="\\[${text}",error_uri="https://docs.authlete.com/#${text.slice(0, 7)}",algs="RS256 [\\w ]*ES256 [\\w ]*EdDSA"$`,
  )

/** A token that is bound to the key, from a code flow. */
async function getBound(mock: TestMock, scope = 'openid'): Promise<string> {
  const dpop = await makeTokenProof(key)
  const members = { ...basic, dpop, htm: 'POST', htu: tokenEndpoint }
  const { accessToken = '' } = await getTokens(mock, { scope }, {}, members)
  return accessToken
}

async function present(
  mock: TestMock,
  path: string,
  token: string,
  changes: ProofChanges | undefined,
  by = key,
): Promise<object> {
  const payload = { ...resource, ...changes?.payload }
  const dpop = changes && (await makeProof(by, { accessToken: token, grantId: '' }, { ...changes, payload }))
  return call(mock, path, { token, ...resource, ...(dpop !== undefined && { dpop }) })
}

const atUserInfo = async (mock: TestMock, changes?: ProofChanges, by = key): Promise<object> =>
  present(mock, '/auth/userinfo', await getBound(mock), changes, by)

const atIntrospection = async (mock: TestMock, changes?: ProofChanges, by = key): Promise<object> =>
  present(mock, '/auth/introspection', await getBound(mock), changes, by)

/** What was published about bound tokens where they are used: `auth/userinfo`, `auth/introspection`, `gm`. */
export const possessionFacts: readonly Fact[] = [
  {
    id: 'userinfo-dpop-proof-missing',
    input: 'auth/userinfo with a bound token and no DPoP proof',
    published:
      'DPoP error="invalid_token",error_description="[A089311] Expected a DPoP header but none was provided.",error_uri="https://docs.authlete.com/#A089311",algs="RS256 … ES256 … EdDSA"',
    ...lab('05'),
    outcomes: ['userinfo/dpop_proof_missing'],
    world,
    replay: (mock) => atUserInfo(mock),
    answer: {
      action: 'UNAUTHORIZED',
      responseContent: challenge(
        'invalid_token',
        'A089311\\] Expected a DPoP header but none was provided\\.',
      ),
    },
  },
  {
    id: 'userinfo-dpop-other-key',
    input: 'auth/userinfo with a bound token and a good proof of another key',
    published:
      'DPoP error="invalid_dpop_proof",error_description="[A089312] Thumbprint of the provided DPoP key does not match the expected DPoP thumbprint.",…',
    ...lab('05'),
    outcomes: ['userinfo/dpop_key_mismatch'],
    world,
    replay: async (mock) => atUserInfo(mock, {}, await makeKey()),
    answer: {
      action: 'UNAUTHORIZED',
      responseContent: challenge(
        'invalid_dpop_proof',
        'A089312\\] Thumbprint of the provided DPoP key does not match the expected DPoP thumbprint\\.',
      ),
    },
  },
  {
    id: 'userinfo-dpop-without-ath',
    input: 'auth/userinfo with a bound token and a proof without ath',
    published:
      'DPoP error="invalid_dpop_proof",error_description="[A089313] There was an error processing the DPoP header: JWT missing required claims: [ath].",…',
    ...lab('05'),
    outcomes: ['userinfo/dpop_proof_invalid'],
    world,
    replay: (mock) => atUserInfo(mock, { payload: { ath: undefined } }),
    answer: {
      action: 'UNAUTHORIZED',
      responseContent: challenge(
        'invalid_dpop_proof',
        'A089313\\] There was an error processing the DPoP header: JWT missing required claims: \\[ath\\]\\.',
      ),
    },
  },
  {
    id: 'userinfo-scope-before-proof',
    input: 'auth/userinfo with a bound token without the scope openid, and a good proof',
    published:
      'DPoP error="insufficient_scope",error_description="[A089304] The userinfo endpoint requires \'openid\' scope, but the access token does not cover the scope.",…',
    ...lab('05'),
    outcomes: ['userinfo/openid_missing'],
    world,
    replay: async (mock) => present(mock, '/auth/userinfo', await getBound(mock, 'accounts'), {}),
    answer: {
      action: 'FORBIDDEN',
      responseContent:
        /^DPoP error="insufficient_scope",error_description="\[A089304\] The userinfo endpoint requires 'openid' scope, but the access token does not cover the scope\.",error_uri="https:\/\/docs\.authlete\.com\/#A089304",.*algs="RS256/,
    },
  },
  {
    id: 'userinfo-proof-of-unbound-token',
    input: 'auth/userinfo with a token that is not bound, and a DPoP proof',
    published: 'the proof is not looked at',
    ...notes('AGENTS.md'),
    world,
    replay: async (mock) => {
      const { accessToken = '' } = await getTokens(mock, { scope: 'openid' })
      return call(mock, '/auth/userinfo', { token: accessToken, dpop: 'anything', ...resource })
    },
    answer: { action: 'OK', resultCode: 'A091001' },
  },
  {
    id: 'introspection-dpop-proof',
    input: 'auth/introspection with a bound token and a good proof',
    published: 'OK, [A056001] The access token is valid.',
    ...notes('docs/curriculum/PROGRESS.md'),
    outcomes: ['introspection/introspected'],
    world,
    replay: (mock) => atIntrospection(mock, {}),
    answer: { action: 'OK', resultMessage: '[A056001] The access token is valid.' },
  },
  {
    id: 'introspection-dpop-proof-missing',
    input: 'auth/introspection with a bound token and no DPoP proof',
    published: 'UNAUTHORIZED, [A065308] Expected a DPoP header but none was provided.',
    ...notes('docs/curriculum/PROGRESS.md'),
    outcomes: ['introspection/dpop_proof_missing'],
    world,
    replay: (mock) => atIntrospection(mock),
    answer: {
      action: 'UNAUTHORIZED',
      resultMessage: '[A065308] Expected a DPoP header but none was provided.',
      responseContent: challenge('\\w+', 'A065308\\] [\\w .]+'),
    },
  },
  {
    id: 'introspection-dpop-other-key',
    input: 'auth/introspection with a bound token and a good proof of another key',
    published:
      'UNAUTHORIZED, [A065309] Thumbprint of the provided DPoP key does not match the expected DPoP thumbprint.',
    ...notes('docs/curriculum/PROGRESS.md'),
    outcomes: ['introspection/dpop_key_mismatch'],
    world,
    replay: async (mock) => atIntrospection(mock, {}, await makeKey()),
    answer: {
      action: 'UNAUTHORIZED',
      resultMessage:
        '[A065309] Thumbprint of the provided DPoP key does not match the expected DPoP thumbprint.',
    },
  },
  {
    id: 'gm-dpop-proof-missing',
    input: 'QUERY with a bound token and no DPoP proof',
    published:
      'UNAUTHORIZED, [A281305] The access token is bound to a public key but the grant management request includes no DPoP header., as a challenge of the scheme DPoP',
    ...notes('audit/02-findings/RFC9449-dpop.md'),
    outcomes: ['gm/dpop_proof_missing'],
    replay: async (mock) => {
      const { accessToken, grantId = '' } = await mock.admin.mintToken(serviceId, { bind: 'dpop', grant: {} })
      return mock.gm({ accessToken, gmAction: 'QUERY', grantId })
    },
    answer: {
      action: 'UNAUTHORIZED',
      resultMessage:
        '[A281305] The access token is bound to a public key but the grant management request includes no DPoP header.',
      responseContent: challenge('\\w+', 'A281305\\] [\\w .]+'),
    },
  },
  {
    id: 'gm-proof-seen-at-introspection',
    input:
      'one DPoP proof at auth/introspection and then at gm, as the middleware of the server passed it on',
    published: 'both accepted: no memory of proofs is common to the two',
    ...notes('audit/04-remediation-plan.md T1-10'),
    replay: async (mock) => {
      const { request } = await mock.admin.mintToken(serviceId, { bind: 'dpop', grant: {} })
      const { accessToken: token, dpop, htm, htu } = { ...request }
      const introspected = await callApi(mock, 'POST', '/auth/introspection', { token, dpop, htm, htu })
      return [introspected.body, await mock.gm({ ...request })]
    },
    answer: [{ action: 'OK' }, { action: 'OK' }],
  },
  {
    id: 'gm-default-htm-and-htu',
    input:
      'QUERY with a proof for GET and for the grantManagementEndpoint, a slash and the grant id; no htm, no htu',
    published: 'htm is by default GET for QUERY and DELETE for REVOKE; htu is put together so',
    ...javadoc('GMRequest'),
    replay: async (mock) => {
      const { accessToken, grantId = '' } = await mock.admin.mintToken(serviceId, {
        cnf: { jkt: key.jkt },
        grant: {},
      })
      const ask = async (htm: string, gmAction: 'QUERY' | 'REVOKE') =>
        mock.gm({
          accessToken,
          grantId,
          gmAction,
          dpop: await makeProof(key, { accessToken, grantId }, { payload: { htm } }),
        })
      return [await ask('GET', 'QUERY'), await ask('DELETE', 'REVOKE')]
    },
    answer: [{ action: 'OK' }, { action: 'NO_CONTENT' }],
  },
  {
    id: 'gm-nonce-required-by-the-call',
    input: 'QUERY with a bound token, a proof without nonce and dpopNonceRequired=true',
    published:
      'the nonce is checked even if the service does not require it; dpopNonce holds the expected value',
    ...javadoc('GMRequest, GMResponse'),
    outcomes: ['gm/dpop_nonce_unusable'],
    replay: async (mock) => {
      const { request } = await mock.admin.mintToken(serviceId, { bind: 'dpop', grant: {} })
      return mock.gm({ ...request, dpopNonceRequired: true })
    },
    answer: { action: 'UNAUTHORIZED', dpopNonce: String },
  },
  {
    id: 'introspection-nonce-of-time',
    input: 'the expected nonce, asked for twice',
    published: 'the same value: it is of a window of time, not of one use',
    ...probe('23.1'),
    world: tokenWorld({ dpopNonceRequired: true, dpopNonceDuration: 300 }),
    replay: async (mock) => {
      const ask = async () => {
        const order = { cnf: { jkt: key.jkt } }
        const { accessToken } = await mock.admin.mintToken(serviceId, order)
        const answer = await present(mock, '/auth/introspection', accessToken, {})
        return 'dpopNonce' in answer ? answer.dpopNonce : 'none'
      }
      const [one, other] = [await ask(), await ask()]
      return { isText: typeof one === 'string' && one !== 'none', isSame: one === other }
    },
    answer: { isText: true, isSame: true },
  },
]
