import { readFileSync } from 'node:fs'
import { createTestkit } from '../../src/testkit.ts'
import { now, seed } from './command.ts'

export const testkit = createTestkit({ seed, now })

export const issuer = 'https://as.example.com'
export const redirectUri = 'https://rp.example.com/cb'
export const apiToken = 'recorded-service-token'
export const organizationToken = 'recorded-organization-token'

/** Two services as different as they may be, and one that has everything. */
export const ids = { bare: '1000000001', strict: '1000000002', whole: '1000000003' } as const

/** Keys of a service, one for each algorithm. */
const jwks = readFileSync('scripts/record/keys.json', 'utf8')

export const clientKey = await testkit.makeKey()

const strict = {
  serviceId: ids.strict,
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
  supportedScopes: ['openid', 'accounts'].map((name) => ({ name, defaultEntry: true })),
  tokenEndpoint: 'https://strict.example.com/token?tenant=1',
  jwks: '{"keys":[]}',
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
}

const scopes = [
  { name: 'openid' },
  { name: 'profile', descriptions: [{ tag: 'en', value: 'Your name.' }], description: 'Name' },
  { name: 'email', defaultEntry: true },
  { name: 'accounts', attributes: [{ key: 'access_token.duration', value: '300' }] },
  { name: 'payment', attributes: [{ key: 'regex', value: '^payment:.+$' }] },
  { name: 'grant_management_query' },
  { name: 'grant_management_revoke' },
]

const clients = [
  {
    clientId: 1001,
    clientName: 'By secret',
    clientType: 'CONFIDENTIAL',
    clientSecret: 'aSecretOfLettersAndDigitsThatIsLongEnough42',
    tokenAuthMethod: 'CLIENT_SECRET_BASIC',
    clientIdAlias: 'by-secret',
    clientIdAliasEnabled: true,
  },
  {
    clientId: 1002,
    clientName: 'By key',
    clientType: 'CONFIDENTIAL',
    tokenAuthMethod: 'PRIVATE_KEY_JWT',
    tokenAuthSignAlg: 'ES256',
    requestSignAlg: 'ES256',
    jwks: JSON.stringify({ keys: [{ ...clientKey.publicJwk, kid: 'client' }] }),
    userInfoSignAlg: 'ES256',
    dpopRequired: true,
  },
  { clientId: 1003, clientName: 'Public', clientType: 'PUBLIC', tokenAuthMethod: 'NONE', pkceRequired: true },
]

const grantTypes = ['AUTHORIZATION_CODE', 'REFRESH_TOKEN', 'CLIENT_CREDENTIALS', 'PASSWORD', 'IMPLICIT']
const responseTypes = ['CODE', 'TOKEN', 'ID_TOKEN', 'CODE_ID_TOKEN', 'CODE_ID_TOKEN_TOKEN', 'NONE']

const whole = {
  serviceId: ids.whole,
  serviceName: 'Whole',
  issuer,
  authorizationEndpoint: `${issuer}/authorize`,
  pushedAuthReqEndpoint: `${issuer}/par`,
  tokenEndpoint: `${issuer}/token`,
  userInfoEndpoint: `${issuer}/userinfo`,
  introspectionEndpoint: `${issuer}/introspect`,
  revocationEndpoint: `${issuer}/revoke`,
  jwksUri: `${issuer}/jwks`,
  grantManagementEndpoint: `${issuer}/grants`,
  tlsClientCertificateBoundAccessTokens: true,
  supportedGrantTypes: grantTypes,
  supportedResponseTypes: responseTypes,
  supportedTokenAuthMethods: [
    'NONE',
    'CLIENT_SECRET_BASIC',
    'CLIENT_SECRET_POST',
    'CLIENT_SECRET_JWT',
    'PRIVATE_KEY_JWT',
    'SELF_SIGNED_TLS_CLIENT_AUTH',
    'TLS_CLIENT_AUTH',
  ],
  supportedScopes: scopes,
  supportedClaims: ['sub', 'name', 'email', 'birthdate'],
  supportedClaimLocales: ['en', 'fr-CA'],
  supportedUiLocales: ['en', 'de'],
  supportedAcrs: ['urn:example:gold'],
  supportedAuthorizationDetailsTypes: ['account_information'],
  supportedDisplays: ['PAGE', 'POPUP'],
  refreshTokenKept: false,
  accessTokenDuration: 600,
  refreshTokenDuration: 3600,
  attributes: [{ key: 'tier', value: 'test' }],
  jwks,
  apiTokens: [
    { apiToken, rights: ['ADMIN'] },
    { apiToken: 'recorded-weak-token', rights: ['VIEW_CLIENT'] },
  ],
  clients: clients.map((client) => ({
    redirectUris: [redirectUri],
    grantTypes,
    responseTypes,
    authorizationDetailsTypes: ['account_information'],
    idTokenSignAlg: 'ES256',
    ...client,
  })),
}

export const fixtures = {
  apiTokens: [{ apiToken: organizationToken, rights: ['ADMIN'] }],
  services: [{ serviceId: ids.bare }, strict, whole],
}
