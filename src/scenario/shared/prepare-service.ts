import { isJsonObject, readJsonObject, type JsonObject } from '../../base/json.ts'
import type { MockSettings, Service, ServiceProperties, SupportedScope } from '../../model/service.ts'
import type { Random } from '../../base/random.ts'
import { makeKey } from '../../testkit/key.ts'

/** The scopes that scenarios ask for. */
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

/** What a service gets where it has nothing of its own. */
const endpoints = {
  issuer,
  grantManagementEndpoint: `${issuer}/grants`,
  tokenEndpoint: `${issuer}/token`,
  pushedAuthReqEndpoint: `${issuer}/par`,
  userInfoEndpoint: `${issuer}/userinfo`,
}

/** What is taken away, because it would refuse a call before the scenario's own reason does. */
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

/** What is taken away where it is so short that nobody could look at what was arranged before it is over. */
const durations = [
  'authorizationCodeDuration',
  'accessTokenDuration',
  'refreshTokenDuration',
  'idTokenDuration',
  'pushedAuthReqDuration',
  'dpopNonceDuration',
]

const shortSeconds = 300

/** How strict the mock is where a scenario does not say otherwise. */
const usualStrictness: MockSettings = {
  strictOwnership: false,
  oneClientAuthentication: false,
  replayCheck: true,
  iatPastSeconds: 300,
  iatFutureSeconds: 60,
}

/** The APIs whose scenarios begin with minted tokens or with nothing, and ask no other API that a service can restrict. */
const tokenOnlyApis = ['front-door', 'gm', 'service']

/** The changes that make a service fit for the scenarios of an API; null takes a property away. */
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

/** A JWK set with a key for ES256 besides those that are there; undefined where there is one. */
function addSigningKey(jwks: string | undefined, random: Random): string | undefined {
  const keys = readKeys(jwks)
  if (keys.some(({ alg, d }) => alg === 'ES256' && d !== undefined)) return undefined
  const key = { ...makeKey(random).privateJwk, kid: random.token(), alg: 'ES256', use: 'sig' }
  return JSON.stringify({ keys: [...keys, key] })
}

/** The keys of a JWK set; none where the text is no JWK set. */
function readKeys(jwks = '{}'): readonly JsonObject[] {
  const reading = readJsonObject(Buffer.from(jwks))
  const keys = 'value' in reading ? reading.value['keys'] : undefined
  return Array.isArray(keys) ? keys.filter(isJsonObject) : []
}
