import { isJsonObject } from '../base/json.ts'
import type { Verdict } from '../base/verdict.ts'

/** The part of a call that says what its checks compared with. */
export interface ComparingCall {
  /** The path behind the service in the contract's form. */
  readonly api: string
  /** The body; of one that is not kept, what stands in its place. */
  readonly body?: unknown
}

/** A call with its verdict, and its body as an object. */
interface Comparison extends Pick<ComparingCall, 'api'> {
  readonly body: Readonly<Record<string, unknown>>
  readonly verdict: Verdict
  readonly expected: string
}

/** Where a check has its expected value from. */
type Origin = string | ((comparison: Comparison) => string)

/** What the clause itself demands, whatever service, client and call. */
export const byClause = 'clause'

/** The member of the call if it is there, and else what stands for it. */
const given =
  (member: string, otherwise: (api: string) => string) =>
  ({ api, body }: Comparison): string =>
    (body[member] ?? undefined) === undefined ? otherwise(api) : `request.${member}`

/** Where the URI of the client's request comes from, if the call does not say it. */
const ownUris: Readonly<Record<string, string>> = {
  gm: 'service.grantManagementEndpoint, request.grantId',
  pushed_auth_req: 'service.pushedAuthReqEndpoint',
  'auth/token': 'service.tokenEndpoint',
  'auth/userinfo': 'service.userInfoEndpoint',
}

/** What a token is bound to: the access token, at the token endpoint the refresh token. */
const binding =
  (member: string) =>
  ({ api }: Comparison): string =>
    `${api === 'auth/token' ? 'refreshToken' : 'accessToken'}.cnf.${member}`

const hasSeveral = ({ expected }: Comparison): boolean => expected.includes(' or ')

const clientNames = (comparison: Comparison): string =>
  hasSeveral(comparison) ? 'client.clientId, client.clientIdAlias' : 'client.clientId'

/** Further endpoints whose URI a client assertion may name as its audience. */
const audiences: Readonly<Record<string, string>> = {
  pushed_auth_req: ', service.pushedAuthReqEndpoint',
  'auth/revocation': ', service.revocationEndpoint',
}

const readAudience = (comparison: Comparison): string =>
  hasSeveral(comparison)
    ? `service.issuer, service.tokenEndpoint${audiences[comparison.api] ?? ''}`
    : 'service.issuer'

const isRefresh = ({ body: { parameters } }: Comparison): boolean =>
  typeof parameters === 'string' && new URLSearchParams(parameters).get('grant_type') === 'refresh_token'

const authenticationTime: Readonly<Record<string, string>> = {
  'authTimeRequired of the client': 'client.authTimeRequired',
  max_age: 'parameters.max_age',
}

const alternativeNames = ['Dns', 'Uri', 'Ip', 'Email'].map((kind) => `client.tlsClientAuthSan${kind}`)

const requestedScopes = ({ body: { parameters } }: Comparison): string =>
  parameters === undefined ? 'request.scopes' : 'parameters.scope'

const joseTime = (comparison: Comparison): string =>
  comparison.expected === 'an integer'
    ? byClause
    : `clock, ${given('clockSkew', () => 'default')(comparison)}`

const replaced: Readonly<Record<string, string>> = {
  'service/update': 'service',
  'client/update/{clientId}': 'client',
}

/**
 * Where checks have their expected values from, by their names, or by name and clause where a name has several. What is
 * not here, the clause demands.
 */
const origins = new Map(
  Object.entries<Origin>({
    'acr: RFC 9470 §3; Authlete IntrospectionRequest acrValues': 'request.acrValues',
    'authentication-time': ({ expected }) => authenticationTime[expected] ?? 'parameters.claims',
    'authorization-details-granted': (comparison) =>
      `${isRefresh(comparison) ? 'refreshToken' : 'code'}.authorizationDetails`,
    'certificate-thumbprint': binding('x5t#S256'),
    'client-assertion-alg': ({ expected }) =>
      expected.includes(' ') ? 'client.tokenAuthMethod' : 'client.tokenAuthSignAlg',
    'client-assertion-aud': readAudience,
    'client-assertion-configured-alg': 'client.tokenAuthMethod',
    'client-assertion-exp': 'clock, service.allowableClockSkew',
    'client-assertion-iat': 'clock, service.allowableClockSkew',
    'client-assertion-iss': clientNames,
    'client-assertion-nbf': 'clock, service.allowableClockSkew',
    'client-assertion-secret-length': 'parameters.client_assertion',
    'client-assertion-sub': clientNames,
    'client-auth-method-type': 'client.clientType',
    'client-certificate-dn': 'client.tlsClientAuthSubjectDn',
    'client-certificate-path': 'service.trustedRootCertificates',
    'client-certificate-registered': 'client.jwks, client.selfSignedCertificateKeyId',
    'client-certificate-san': alternativeNames.join(', '),
    'client-identifiers-agree': 'request.clientId',
    'client-jwk': 'parameters.client_assertion, client.jwks',
    'code-client': 'code.clientId',
    'code-dpop-jkt': 'code.dpop_jkt',
    'code-redirect-uri': 'code.redirect_uri',
    'code-verifier': ({ expected }) => (expected.startsWith('the') ? 'code.code_challenge' : byClause),
    'consented-grant': 'grant.subject',
    'dpop-ath': given('token', () => 'request.accessToken'),
    'dpop-exp-nbf': 'clock, service.mock.iatFutureSeconds',
    'dpop-htm': given('htm', (api) => (api === 'gm' ? 'default, request.gmAction' : 'default')),
    'dpop-htu': given('htu', (api) => String(ownUris[api])),
    'dpop-iat': ({ expected }) =>
      expected.startsWith('a number')
        ? byClause
        : 'clock, service.mock.iatPastSeconds, service.mock.iatFutureSeconds',
    'dpop-jkt': (comparison) =>
      comparison.api === 'pushed_auth_req' ? 'parameters.dpop_jkt' : binding('jkt')(comparison),
    'dpop-nonce': ({ body }) =>
      `mock.nonce, ${body['dpopNonceRequired'] === true ? 'request' : 'service'}.dpopNonceRequired`,
    'grant-client': 'grant.clientId',
    'grant-subject': 'grant.subject',
    'grant-type: Authlete TokenCreateRequest grantType': 'service.supportedGrantTypes',
    'id-token': 'client.idTokenSignAlg, service.idTokenSignatureKeyId',
    'id-token-key': 'client.idTokenSignAlg, service.idTokenSignatureKeyId',
    'jose-exp': joseTime,
    'jose-iat': joseTime,
    'jose-key': ({ body, expected }) => {
      if (expected.startsWith('a secret')) return 'request.jose'
      return `request.jose, ${body['signedByClient'] === true ? 'client' : 'service'}.jwks`
    },
    'jose-mandatory-claim': 'request.mandatoryClaims',
    'jose-nbf': joseTime,
    'max-age: RFC 9470 §3; Authlete IntrospectionRequest maxAge': 'request.maxAge',
    'members-kept': ({ api }) => replaced[api] ?? 'accessToken.properties',
    'pushed-request': ({ expected }) =>
      expected.startsWith('before') ? 'pushedRequest.expiresAt' : 'client.clientId',
    'redirect-uri': 'client.redirectUris',
    'refresh-scope': 'refreshToken.scopes',
    'refresh-token: Authlete TokenCreateRequest refreshToken':
      'service.supportedGrantTypes, request.grantType',
    'refresh-token-client': 'refreshToken.clientId',
    'request-object-alg': ({ expected }) =>
      expected === 'any algorithm' ? byClause : 'client.requestSignAlg',
    'request-object-aud': 'service.issuer',
    'request-object-client': (comparison) =>
      comparison.verdict.verdict === 'fail' && comparison.verdict.reason === 'request_object_of_other_client'
        ? 'parameters.client_id'
        : clientNames(comparison),
    'request-object-exp': 'clock, service.allowableClockSkew',
    'request-object-key': 'parameters.request, client.jwks',
    'request-object-nbf': 'clock, service.allowableClockSkew',
    'requested-grant': 'client.clientId',
    'resources: RFC 8707 §2; Authlete IntrospectionRequest resources': 'request.resources',
    'response-mode-of-client': 'client.responseModes',
    'revocation-token-client': 'client.clientId',
    'scope: Grant Management §6.1; RFC 6750 §3.1': 'request.gmAction',
    'scopes: Authlete TokenCreateRequest scopes': 'service.supportedScopes',
    'scopes: RFC 6750 §3.1; Authlete IntrospectionRequest scopes': 'request.scopes',
    'scopes-kept': requestedScopes,
    'subject: Authlete IntrospectionRequest subject': 'request.subject',
    'ticket-alive': 'ticket.expiresAt',
  }),
)

/**
 * Where a check has its expected value from: members of what the call compared, such as `request.htu` or
 * `service.issuer`; `default` if the call left it out; `clause` if the clause demands it of everyone. Undefined if the
 * check compared nothing, or if the body that would say it is not kept. Found when a call is read: none takes
 * longer for it.
 */
export function findExpectedFrom(verdict: Verdict, { api, body = {} }: ComparingCall): string | undefined {
  const { check, clause, expected } = verdict
  if (expected === undefined) return undefined
  const origin = origins.get(check) ?? origins.get(`${check}: ${clause}`) ?? byClause
  if (typeof origin === 'string') return origin
  return isJsonObject(body) ? origin({ api, body, verdict, expected }) : undefined
}

/** A trace with what only a reader needs to know. */
export function explainTrace(trace: readonly Verdict[], call: ComparingCall): readonly ExplainedVerdict[] {
  return trace.map((verdict) => {
    const expectedFrom = findExpectedFrom(verdict, call)
    return expectedFrom === undefined ? verdict : { ...verdict, expectedFrom }
  })
}

type ExplainedVerdict = Verdict & { readonly expectedFrom?: string }
