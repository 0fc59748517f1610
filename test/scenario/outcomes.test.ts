import t, { type Test } from 'tap'
import type { Fixtures } from '../../schema/fixtures.ts'
import { catalogue } from '../../src/api/catalogue.ts'
import { serviceId, startTestMock, type TestMock } from '../support/mock.ts'

/** Services as different as a tester may have them: one with nothing, and one that is set up as strictly as can be. */
const worlds: Readonly<Record<string, Fixtures>> = {
  'a bare service': { services: [{ serviceId }] },
  'a strict service': {
    services: [
      {
        serviceId,
        issuer: 'https://strict.example.com',
        grantManagementEndpoint: 'https://strict.example.com/grants',
        parRequired: true,
        requestObjectRequired: true,
        pkceRequired: true,
        pkceS256Required: true,
        scopeRequired: true,
        grantManagementActionRequired: true,
        dpopNonceRequired: true,
        tlsClientCertificateBoundAccessTokens: true,
        accessTokenSignAlg: 'ES256',
        supportedGrantTypes: ['AUTHORIZATION_CODE'],
        supportedTokenAuthMethods: ['PRIVATE_KEY_JWT'],
        supportedScopes: [
          { name: 'openid', defaultEntry: true },
          { name: 'accounts', defaultEntry: true },
        ],
        tokenEndpoint: '/token',
        jwks: 'no JWK set',
        idTokenSignatureKeyId: 'none',
        accessTokenSignatureKeyId: 'none',
        errorDescriptionOmitted: true,
        errorUriOmitted: true,
        authorizationCodeDuration: 1,
        accessTokenDuration: 1,
        refreshTokenDuration: 1,
        refreshTokenKept: true,
        dpopNonceDuration: 1,
        clients: [{ clientId: 1, clientType: 'PUBLIC', locked: true }],
        supportedDisplays: ['WAP'],
        supportedAcrs: ['urn:example:silver'],
        mutualTlsValidatePkiCertChain: true,
        traditionalRequestObjectProcessingApplied: true,
        requestObjectAudienceChecked: true,
        clientAssertionAudRestrictedToIssuer: true,
        clientIdAliasEnabled: true,
        allowableClockSkew: 300,
        pushedAuthReqDuration: 1,
        mock: { strictOwnership: true, oneClientAuthentication: true, replayCheck: false },
      },
    ],
  },
}

for (const [what, world] of Object.entries(worlds)) {
  t.test(`in ${what} every outcome of the catalogue can be arranged, and is met`, async (t) => {
    const mock = await startTestMock(t, { world, logLevel: 'silent' })
    for (const { api, reason } of catalogue) {
      await meet(t, mock, api, reason)
      await mock.admin.reset()
    }
  })
}

const form = /^(clause|default|clock|[a-zA-Z]+\.[\w.#]+|service|client)(, ([a-zA-Z]+\.[\w.#]+|default))*$/

/** The checks of which some clause demands the same of everyone. */
const byClause = new Set<string>()

/** How long it takes whoever arranged an outcome to make the call. */
const pauseMilliseconds = 60_000

/**
 * Arranges an outcome, makes the call, and compares what was told with what came, which must keep to the published
 * contract too.
 */
async function meet(t: Test, mock: TestMock, api: string, reason: string): Promise<void> {
  const { admin, inject, time } = mock
  const { request, expected, cursor } = await admin.arrangeOutcome(serviceId, reason, { api }, '')
  time.now += pauseMilliseconds
  const { method, url, headers, body: payload } = request
  t.notMatch(expected.resultMessage ?? '', /undefined/, 'all of the text is told')
  const response = await inject({
    method: method,
    url,
    headers,
    ...(payload !== undefined && { payload }),
  })
  const { statusCode: status, body } = response
  const answer = (body === '' ? {} : JSON.parse(body)) as Readonly<Record<string, unknown>>
  const { resultCode, action, resultMessage } = answer
  const untold = resultCode !== undefined && expected.resultMessage === undefined
  const seen = { status, resultCode, action, ...(!untold && { resultMessage }) }
  const place = `${api} ${reason}`
  t.strictSame(JSON.parse(JSON.stringify(seen)), expected, place)
  const { requests } = await admin.listRequests(serviceId).catch(() => ({ requests: [] }))
  const [entry] = requests
  if (entry === undefined || Number(entry.id) <= Number(cursor)) return
  t.equal(entry.reason, reason, `${place} stands in the journal`)
  const { trace } = await admin.getRequest(serviceId, entry.id)
  for (const { check, expected: value, expectedFrom } of trace) {
    if (value !== undefined && typeof entry.request.body !== 'string')
      t.match(expectedFrom, form, `${place} says where the expected value of ${check} is from`)
    if (expectedFrom === 'clause') byClause.add(check)
  }
}

/** What is expected of them is in their clause, or a limit that has no setting. */
const demandedByClause = `
  access-token access-token-expiry access-token-known access-token-present acr
  api-token api-token-rights authorization-details authorization-form authorization-present
  body certificate-form certificate-present claims client
  client-assertion-jti client-assertion-replay client-assertion-secret client-assertion-signature client-assertion-typ
  client-assertion-type client-certificate client-certificate-registration client-confidential client-credentials-once
  client-identifier client-identifier-place client-jwks client-known client-no-credentials
  client-one-mechanism client-secret-present client-unlocked code-challenge code-challenge-method
  code-grant-client-type code-unused code-verifier content-type dpop-alg
  dpop-claims dpop-jkt-parameter dpop-jti dpop-jwk dpop-present
  dpop-replay dpop-signature dpop-target dpop-typ encryption
  gm-action-present gm-action-usable gm-client-type grant-action grant-client-type
  grant-id-present grant-known grant-type head id-token-algorithm
  jose-exp jose-iat jose-iss jose-nbf jose-signature
  jose-sub max-age media-type nonce offline-access
  openid-scope owner page par-required parameters
  properties pushed-request-unused pushed-size refresh-token request-object-alg
  request-object-iat request-object-signature request-object-signed request-object-typ resource-server
  response-jwt-algorithm response-mode response-type-supported revocation-anonymous service
  state subject ticket-known token token-subject
  token-values
`

t.test(
  'a check has its expected value from somewhere that is named, or from its clause as listed here',
  (t) => {
    const listed = new Set(demandedByClause.trim().split(/\s+/))
    t.strictSame(
      [...byClause].filter((check) => !listed.has(check)),
      [],
      'name the place in src/journal/expected-from.ts, or the check here',
    )
    t.end()
  },
)
