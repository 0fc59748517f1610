import fc from 'fast-check'
import t from 'tap'
import { authorize, publicClientId } from '../../support/requests/authorize.ts'
import { startTestMock } from '../../support/mock.ts'
import {
  basic,
  clientRequest,
  codeRequest,
  contentOf,
  form,
  refreshRequest,
  requestToken,
  tokenWorld,
} from '../../support/requests/token.ts'

/** What strangers can write into a request, among it what comes close to good. */
const parameter = fc.tuple(
  fc.constantFrom(
    'grant_type',
    'code',
    'redirect_uri',
    'code_verifier',
    'refresh_token',
    'scope',
    'resource',
    'client_id',
    'client_secret',
    'username',
    'password',
    '__proto__',
  ),
  fc.oneof(
    fc.constantFrom(
      'authorization_code',
      'refresh_token',
      'client_credentials',
      'password',
      '',
      'constructor',
    ),
    fc.string({ unit: 'binary' }),
  ),
)

t.test('no parameters of a stranger make the token endpoint fail', async (t) => {
  const mock = await startTestMock(t, { world: tokenWorld() })
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(parameter).map((parameters) => new URLSearchParams(parameters).toString()),
  )
  await fc.assert(
    fc.asyncProperty(texts, fc.boolean(), async (parameters, known) => {
      const answer = await requestToken(mock, { ...(known ? basic : {}), parameters })
      if (answer.action === 'PASSWORD' || answer.resultCode === 'A047202') return true
      return answer.action === 'OK' || contentOf(answer)['error'] !== 'server_error'
    }),
    { numRuns: 150 },
  )
})

t.test('only the verifier of the challenge opens a code', async (t) => {
  const mock = await startTestMock(t, { world: tokenWorld() })
  const verifier = 'v'.repeat(64)
  const code = await authorize(mock, { scope: 'accounts', code_challenge: verifier })
  const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~'
  const near = fc
    .tuple(fc.nat(63), fc.constantFrom(...letters.replace('v', '').split('')))
    .map(([index, letter]) => verifier.slice(0, index) + letter + verifier.slice(index + 1))
  await fc.assert(
    fc.asyncProperty(fc.oneof(near, fc.string({ maxLength: 130 })), async (code_verifier) => {
      const answer = await requestToken(mock, codeRequest(code, { code_verifier }))
      return answer.action === 'BAD_REQUEST'
    }),
    { numRuns: 60 },
  )
  t.equal((await requestToken(mock, codeRequest(code, { code_verifier: verifier }))).action, 'OK')
})

t.test('no proof of a stranger makes the token endpoint fail, and none binds a token', async (t) => {
  const mock = await startTestMock(t, { world: tokenWorld() })
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1 }), async (dpop) => {
      const answer = await requestToken(mock, clientRequest({}, { ...basic, dpop }))
      return answer.action === 'BAD_REQUEST' && contentOf(answer)['error'] === 'invalid_dpop_proof'
    }),
    { numRuns: 60 },
  )
})

t.test('what one client got is nothing to another', async (t) => {
  const mock = await startTestMock(t, { world: tokenWorld() })
  const asPublic = { client_id: String(publicClientId) }
  const code = await authorize(mock, { scope: 'accounts' })
  const stolen = await requestToken(mock, codeRequest(code, asPublic, {}))
  t.equal(stolen.resultCode, 'A050307')
  const { refreshToken } = await requestToken(mock, codeRequest(code))
  t.equal((await requestToken(mock, refreshRequest(refreshToken, asPublic, {}))).resultCode, 'A053307')
  const anonymous = { parameters: form({ grant_type: 'refresh_token', refresh_token: refreshToken }) }
  t.equal((await requestToken(mock, anonymous)).action === 'OK', false)
  t.equal((await requestToken(mock, refreshRequest(refreshToken))).action, 'OK')
})
