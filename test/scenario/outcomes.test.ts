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
}
