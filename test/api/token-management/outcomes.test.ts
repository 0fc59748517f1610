import t from 'tap'
import { startTestMock } from '../../support/mock.ts'
import { meetOutcome } from '../../support/outcome.ts'

const ofClient = /(?<=client = |identifier = |ID \()[0-9]{14,15}/

/** Texts as Authlete writes them; where a client's id stands in one, it is written as 1. */
const texts = [
  [
    'token/create',
    'created',
    '[A109001] An access token was created successfully: authorization_code, client = 1',
  ],
  ['token/create', 'crash', '[A108101] Failed to insert a new access token into the database.'],
  [
    'token/create',
    'grant_type_unsupported',
    '[A104203] The specified grant type (authorization_code) is not supported by this service (700).',
  ],
  ['token/create', 'scope_unsupported', '[A106201] Unsupported scope: unheard-of'],
  ['token/create', 'client_unknown', '[A107201] No client has the client ID (1).'],
  [
    'token/create',
    'jwt_impossible',
    '[A108205] Failed to prepare a JWT-based access token: This service has not registered its JWK Set. (alg=ES256)',
  ],
  [
    'token/create',
    'access_token_in_use',
    '[A144201] Cannot create an access token because the specified access token value is already in use.',
  ],
  ['token/update', 'updated', '[A135001] Updated the access token successfully.'],
  [
    'token/update',
    'access_token_unknown',
    "[A134202] The access token identified by the 'accessToken' request parameter does not exist.",
  ],
  ['token/delete', 'access_token_unknown', '[A313301] The access token does not exist.'],
  ['token/revoke', 'revoked', 'Revoked 1 access token(s).'],
  [
    'token/revoke',
    'client_unknown',
    '[A001218] /auth/token/revoke, The client (identifier = 1) does not exist.',
  ],
  ['token/get/list', 'start_malformed', "[A159201] Parameter 'start' failed to be parsed as int."],
  [
    'token/get/list',
    'client_unknown',
    '[A001218] /auth/token/get/list, The client (identifier = 1) does not exist.',
  ],
] as const

t.test('texts of the token operations read as Authlete writes them', async (t) => {
  const mock = await startTestMock(t, { logLevel: 'silent' })
  for (const [api, reason, text] of texts) {
    const { body } = await meetOutcome(mock, api, reason)
    t.equal(String(body['resultMessage']).replace(ofClient, '1'), text, `${api} ${reason}`)
    await mock.admin.reset()
  }
})

t.test('answers without a result code are bare', async (t) => {
  const mock = await startTestMock(t)
  const deleted = await meetOutcome(mock, 'token/delete', 'deleted')
  t.strictSame(deleted, { status: 204, body: {} })
  const { status, body } = await meetOutcome(mock, 'token/get/list', 'listed')
  t.equal(status, 200)
  t.notOk('resultCode' in body)
  t.match(body, { totalCount: 1, accessTokens: [{ subject: 'alice' }] })
})
