import { isJsonObject, readJsonObject, type JsonObject } from '../../base/json.ts'
import type { MockSettings, Service, ServiceProperties, SupportedScope } from '../../model/service.ts'
import type { Random } from '../../base/random.ts'
import { makeKey } from '../../testkit/key.ts'

/** The scopes that scenarios request. */
const scenarioScopes = [
  'openid',
  'profile',
  'email',
  'accounts',
  'payments',
  'offline_access',
  'grant_management_query',
  'grant_management_revoke',
]

const issuer = 'https://as.example.com'

/** The defaults of a service without its own. */
const endpoints = {
  issuer,
  grantManagementEndpoint: `${issuer}/grants`,
  tokenEndpoint: `${issuer}/token`,
  pushedAuthReqEndpoint: `${issuer}/par`,
  userInfoEndpoint: `${issuer}/userinfo`,
}

/** Properties to unset, because they would refuse a call before the scenario's own reason does. */
const resetProperties = [
  'parRequired',
  'requestObjectRequired',
  'pkceRequired',
  'pkceS256Required',
  'scopeRequired',
  'grantManagementActionRequired',
  'dpopNonceRequired',
  'tlsClientCertificateBoundAccessTokens',
  'accessTokenSignAlg',
  'supportedGrantTypes',
  'supportedResponseTypes',
  'supportedTokenAuthMethods',
  'supportedDisplays',
  'traditionalRequestObjectProcessingApplied',
  'mutualTlsValidatePkiCertChain',
]

/** Durations to unset if they are too short for a tester to use the result. */
const durations = [
  'authorizationCodeDuration',
  'accessTokenDuration',
  'refreshTokenDuration',
  'idTokenDuration',
  'pushedAuthReqDuration',
  'dpopNonceDuration',
]

const shortSeconds = 300

/** The default strictness of scenarios. */
const usualStrictness: MockSettings = {
  strictOwnership: false,
  oneClientAuthentication: false,
  replayCheck: true,
  iatPastSeconds: 300,
  iatFutureSeconds: 60,
}

/** The APIs whose scenarios need minted tokens or nothing, and call no other API that a service can restrict. */
const tokenOnlyApis = ['front-door', 'gm', 'service']

/** The changes that prepare a service for the scenarios of an API; null unsets a property. */
export function prepareService(service: Service, api: string, random: Random): Changes {
  return tokenOnlyApis.includes(api) ? prepareForTokens(service) : prepareForFlows(service, random)
}

type Changes = Readonly<Record<string, unknown>>

function prepareForTokens({ properties, mock }: Service): Changes {
  const { grantManagementEndpoint, dpopNonceRequired = false } = properties
  return {
    ...(!isAbsoluteUri(grantManagementEndpoint) && {
      grantManagementEndpoint: endpoints.grantManagementEndpoint,
    }),
    ...(dpopNonceRequired && { dpopNonceRequired: null }),
    ...unset(findShortDurations(properties)),
    ...findStrictness(mock),
  }
}

function prepareForFlows({ properties, mock }: Service, random: Random): Changes {
  const missing = Object.entries(endpoints).filter(([name]) => !isAbsoluteUri(properties[name]))
  const cleared = [
    ...resetProperties.filter((name) => properties[name] !== undefined && properties[name] !== false),
    ...findShortDurations(properties),
  ]
  const scopes = addScopes(properties.supportedScopes ?? [])
  const jwks = addSigningKey(properties.jwks, random)
  return {
    ...Object.fromEntries(missing),
    ...unset(cleared),
    ...(scopes !== undefined && { supportedScopes: scopes }),
    ...(jwks !== undefined && { jwks }),
    ...findStrictness(mock),
  }
}

function findShortDurations(properties: ServiceProperties): readonly string[] {
  return durations.filter((name) => Number(properties[name]) < shortSeconds)
}

function unset(names: readonly string[]): Changes {
  return Object.fromEntries(names.map((name) => [name, null]))
}

function findStrictness(mock: MockSettings): { readonly mock?: Partial<MockSettings> } {
  const changed = Object.entries(usualStrictness).filter(
    ([name, value]) => mock[name as keyof typeof mock] !== value,
  )
  return changed.length > 0 ? { mock: Object.fromEntries(changed) } : {}
}

function isAbsoluteUri(value: unknown): boolean {
  return typeof value === 'string' && value.includes('://') && URL.canParse(value)
}

function addScopes(known: readonly SupportedScope[]): readonly SupportedScope[] | undefined {
  const missing = scenarioScopes.filter((name) => !known.some((scope) => scope.name === name))
  return missing.length === 0 ? undefined : [...known, ...missing.map((name) => ({ name }))]
}

/** The JWK set with an added key for ES256; undefined if it has one. */
function addSigningKey(jwks: string | undefined, random: Random): string | undefined {
  const keys = readKeys(jwks)
  if (keys.some(({ alg, d }) => alg === 'ES256' && d !== undefined)) return undefined
  const key = { ...makeKey(random).privateJwk, kid: random.token(), alg: 'ES256', use: 'sig' }
  return JSON.stringify({ keys: [...keys, key] })
}

/** The keys of a JWK set; none if the text is no JWK set. */
function readKeys(jwks = '{}'): readonly JsonObject[] {
  const reading = readJsonObject(Buffer.from(jwks))
  const keys = 'value' in reading ? reading.value['keys'] : undefined
  return Array.isArray(keys) ? keys.filter(isJsonObject) : []
}
