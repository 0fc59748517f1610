import { X509Certificate } from 'node:crypto'
import type { ClientAuthenticationReason } from '../../api/shared/client-authentication.ts'
import { makeKey } from '../../testkit/key.ts'
import { excerpt } from '../../base/verdict.ts'
import {
  jwtBearer,
  keySet,
  authenticates,
  authenticatesByAssertion,
  authenticatesByCertificate,
  authenticatesInBody,
  authenticatesInHeader,
  withParameters,
  type AuthenticatingClient,
  type AuthenticationScenario,
} from './client-setup.ts'
import { makeOtherCertificate } from './possession.ts'
import type { Scenario, ScenarioContext } from './scenario.ts'

const byPostedSecret = { client: { tokenAuthMethod: 'CLIENT_SECRET_POST' } }
const byMac = { tokenAuthMethod: 'CLIENT_SECRET_JWT' }
const shortSecret = 'too short for HS256'
const byKey = { client: { tokenAuthMethod: 'PRIVATE_KEY_JWT', jwks: keySet() } }
const byName = { tokenAuthMethod: 'TLS_CLIENT_AUTH', tlsClientAuthSubjectDn: 'CN=client.example' }

/** Further away than any skew that a service may allow. */
const daySeconds = 86_400

const id = ({ clientId }: AuthenticatingClient) => String(clientId)

/** An id of no client: one digit longer than those of the scenarios. */
const unknownId = ({ clientId }: AuthenticatingClient) => `9${clientId}`

const repeats = (...parameters: readonly string[]) =>
  authenticates(({ own }) => ({ parameters: [own, ...parameters].join('&') }))

/** A text in the form of a signed JWT. */
function writeJwt(header: object, payload: object): string {
  const parts = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  return [...parts, 'c2lnbmF0dXJl'].join('.')
}

const assertsAnonymously = (assertion: string) =>
  authenticates(({ own }) =>
    withParameters(own, { client_assertion_type: jwtBearer, client_assertion: assertion }),
  )

const named = (what: string) => (requester: AuthenticatingClient) => `(ID = ${id(requester)}) ${what}`

const otherKey = ({ random }: ScenarioContext) => [{ ...makeKey(random).publicJwk, kid: 'two' }]

const trusting = (...trustedRootCertificates: readonly string[]) => ({
  mutualTlsValidatePkiCertChain: true,
  trustedRootCertificates,
})

const alternativeNames = {
  tlsClientAuthSanDns: ['DNS entry', 'client.example'],
  tlsClientAuthSanUri: ['URI', 'https://client.example/id'],
  tlsClientAuthSanIp: ['IP address', '192.0.2.1'],
  tlsClientAuthSanEmail: ['email address', 'ops@client.example'],
} as const

/** A client that is registered by an alternative name, with a certificate that has none. */
function lacksName(property: keyof typeof alternativeNames): AuthenticationScenario {
  const [words, name] = alternativeNames[property]
  return authenticatesByCertificate(() => ({
    client: { tokenAuthMethod: 'TLS_CLIENT_AUTH', [property]: name },
    detail: () =>
      `('') did not match the registered subject alternative name ${words} of the client ('${name}')`,
  }))
}

/** For every reason, a client that is refused for it. */
export const clientAuthenticationScenarios: Readonly<
  Record<ClientAuthenticationReason, AuthenticationScenario>
> = {
  client_id_repeated: repeats('client_id=1', 'client_id=1'),
  client_secret_repeated: repeats('client_secret=a', 'client_secret=a'),
  client_assertion_repeated: repeats('client_assertion=a', 'client_assertion=a'),
  client_assertion_type_repeated: repeats('client_assertion_type=a', 'client_assertion_type=a'),
  client_assertion_type_absent: authenticatesInBody(() => ({ client_assertion: 'a' })),
  client_assertion_type_empty: authenticatesInBody(() => ({
    client_assertion: 'a',
    client_assertion_type: '',
  })),
  client_ids_differ: authenticatesInHeader((requester) =>
    withParameters(requester.own, { client_id: unknownId(requester) }),
  ),
  client_assertion_unreadable: assertsAnonymously('a.b'),
  client_assertion_anonymous: assertsAnonymously(writeJwt({}, { sub: 'anybody' })),
  client_unidentified: authenticates(({ own }) => ({ parameters: own })),
  client_unknown: authenticatesInHeader((requester) => ({ clientId: unknownId(requester) }), {
    detail: unknownId,
  }),
  client_alias_disabled: async (context, own) => {
    const clientIdAlias = context.random.token()
    const present = authenticatesInHeader(() => ({ clientId: clientIdAlias }), {
      client: { clientIdAlias, clientIdAliasEnabled: false },
      detail: () => clientIdAlias,
    })
    return present(context, own)
  },
  client_locked: authenticatesInHeader(undefined, { client: { locked: true }, detail: id }),
  client_auth_method_unsupported: authenticatesInHeader(undefined, {
    service: { supportedTokenAuthMethods: ['PRIVATE_KEY_JWT'] },
    detail: () => 'client_secret_basic',
  }),
  client_confidential_without_method: authenticatesInBody(undefined, { client: { tokenAuthMethod: 'NONE' } }),
  client_public_with_method: authenticatesInHeader(undefined, {
    clientType: 'PUBLIC',
    client: { tokenAuthMethod: 'CLIENT_SECRET_BASIC' },
  }),
  client_public_with_credentials: authenticatesInBody(() => ({ client_secret: 'a' }), {
    clientType: 'PUBLIC',
  }),
  client_credentials_mixed: authenticatesInHeader((requester) =>
    withParameters(requester.own, { client_assertion: 'a', client_assertion_type: jwtBearer }),
  ),
  client_id_misplaced: authenticatesInBody(({ clientSecret }) => ({ client_secret: clientSecret }), {
    detail: () =>
      "The 'client_secret_basic' client authentication method expects the basic authentication in the 'Authorization' header.",
  }),
  client_secret_missing: authenticatesInHeader(undefined, {
    ...byPostedSecret,
    detail: () => 'client_secret_post',
  }),
  client_secret_mismatch: authenticatesInHeader(({ clientSecret }) => ({ clientSecret: `${clientSecret}x` })),
  client_assertion_alg_unavailable: authenticatesByAssertion(undefined, {
    client: { tokenAuthSignAlg: 'Ed448' },
    detail: () => 'private_key_jwt',
  }),
  client_assertion_alg_not_symmetric: authenticatesByAssertion(undefined, {
    client: { ...byMac, tokenAuthSignAlg: 'ES256' },
    detail: () => 'ES256',
  }),
  client_assertion_alg_not_asymmetric: authenticatesByAssertion(undefined, {
    client: { tokenAuthSignAlg: 'HS256' },
    detail: () => 'HS256',
  }),
  client_assertion_type_missing: authenticatesInBody(undefined, byKey),
  client_assertion_type_unsupported: authenticatesInBody(
    () => ({ client_assertion: 'a', client_assertion_type: 'urn:example:saml' }),
    { ...byKey, detail: () => 'urn:example:saml' },
  ),
  client_assertion_missing: authenticatesInBody(() => ({ client_assertion_type: jwtBearer }), byKey),
  client_assertion_malformed: authenticatesInBody(
    () => ({ client_assertion_type: jwtBearer, client_assertion: 'a.b.c' }),
    byKey,
  ),
  client_assertion_alg_wrong: authenticatesByAssertion(undefined, {
    client: { tokenAuthSignAlg: 'PS256' },
    detail: () => 'ES256',
  }),
  client_assertion_iss_wrong: authenticatesByAssertion(() => ({ payload: { iss: 'https://c.example' } }), {
    detail: (requester) => `iss = https://c.example, expected issuer = ${id(requester)}`,
  }),
  client_assertion_sub_wrong: authenticatesByAssertion(() => ({ payload: { sub: 'https://c.example' } }), {
    detail: (requester) => `sub = https://c.example, expected subject = ${id(requester)}`,
  }),
  client_assertion_aud_undefined: authenticatesByAssertion(
    () => ({ payload: { aud: 'https://as.example.com' } }),
    {
      service: { issuer: null, tokenEndpoint: null, pushedAuthReqEndpoint: null, revocationEndpoint: null },
    },
  ),
  client_assertion_aud_wrong: async (context, own) => {
    const { issuer } = await context.properties()
    const audience = 'https://other.example.com'
    const present = authenticatesByAssertion(() => ({ payload: { aud: audience } }), {
      service: { clientAssertionAudRestrictedToIssuer: true },
      detail: () => `aud = ${audience}, valid audiences = ${excerpt(issuer)}`,
    })
    return present(context, own)
  },
  client_assertion_exp_missing: authenticatesByAssertion(() => ({ payload: { exp: undefined } })),
  client_assertion_exp_wrong: authenticatesByAssertion(
    ({ seconds }) => ({ payload: { exp: seconds - daySeconds } }),
    { detail: ({ seconds }) => String(seconds - daySeconds) },
  ),
  client_assertion_nbf_wrong: authenticatesByAssertion(
    ({ seconds }) => ({ payload: { nbf: seconds + daySeconds } }),
    { detail: ({ seconds }) => String(seconds + daySeconds) },
  ),
  client_assertion_iat_in_future: authenticatesByAssertion(
    ({ seconds }) => ({ payload: { iat: seconds + daySeconds } }),
    { detail: ({ seconds }) => String(seconds + daySeconds) },
  ),
  client_assertion_jti_missing: authenticatesByAssertion(() => ({ payload: { jti: undefined } })),
  client_keys_unfetched: authenticatesByAssertion(undefined, {
    client: { jwks: '', jwksUri: 'https://client.example/jwks' },
    detail: named("from the location pointed to by 'jwks_uri' (https://client.example/jwks)"),
  }),
  client_keys_missing: authenticatesByAssertion(undefined, { client: { jwks: '' }, detail: id }),
  client_key_unknown: authenticatesByAssertion(() => ({ header: { kid: 'two' } }), {
    detail: named('does not contain the key for client authentication. (kid=two)'),
  }),
  client_key_ambiguous: authenticatesByAssertion(
    () => ({ header: { kid: undefined } }),
    { detail: named('contains multiple candidate keys for client authentication. (kid=null)') },
    otherKey,
  ),
  client_assertion_secret_missing: authenticatesByAssertion(
    ({ clientSecret }) => ({
      header: { alg: 'HS256', kid: undefined },
      signWith: { kty: 'oct', k: Buffer.from(clientSecret).toString('base64url') },
    }),
    { client: { ...byMac, clientSecret: '' } },
  ),
  client_assertion_secret_short: authenticatesByAssertion(
    () => ({
      header: { alg: 'HS256', kid: undefined },
      signWith: { kty: 'oct', k: Buffer.from(shortSecret).toString('base64url') },
    }),
    { client: { ...byMac, clientSecret: shortSecret }, detail: () => '256' },
  ),
  client_assertion_signature_wrong: authenticatesByAssertion(({ context }) => ({
    signWith: makeKey(context.random).privateJwk,
  })),
  client_assertion_replayed: async (context, own) => ({
    ...(await authenticatesByAssertion()(context, own)),
    atSecondRequest: true,
  }),
  client_certificate_missing: authenticatesInBody(undefined, { client: byName }),
  client_certificate_malformed: authenticatesByCertificate(() => ({ client: byName, presented: 'MIIB' })),
  client_certificate_subject_unregistered: authenticatesByCertificate(() => ({
    client: { tokenAuthMethod: 'TLS_CLIENT_AUTH' },
  })),
  client_certificate_subjects_registered: authenticatesByCertificate(() => ({
    client: { ...byName, tlsClientAuthSanDns: 'client.example' },
  })),
  client_trust_anchors_missing: authenticatesByCertificate(() => ({ client: byName, service: trusting() })),
  client_trust_anchor_malformed: authenticatesByCertificate((certificate) => ({
    client: byName,
    service: trusting(certificate, 'MII'),
  })),
  client_certificate_path_malformed: authenticatesByCertificate((certificate) => ({
    client: byName,
    service: trusting(certificate),
    path: ['MII'],
  })),
  client_certificate_path_invalid: authenticatesByCertificate(async (_, context) => ({
    client: byName,
    service: trusting(await makeOtherCertificate(context)),
  })),
  client_dn_malformed: authenticatesByCertificate(() => ({
    client: { ...byName, tlsClientAuthSubjectDn: 'client.example' },
  })),
  client_dn_mismatch: authenticatesByCertificate((certificate) => ({
    client: byName,
    detail: () =>
      `('${new X509Certificate(certificate).subject}') and the registered subject DN ('${byName.tlsClientAuthSubjectDn}')`,
  })),
  client_san_dns_mismatch: lacksName('tlsClientAuthSanDns'),
  client_san_uri_mismatch: lacksName('tlsClientAuthSanUri'),
  client_san_ip_mismatch: lacksName('tlsClientAuthSanIp'),
  client_san_email_mismatch: lacksName('tlsClientAuthSanEmail'),
  client_certificate_unregistered: authenticatesByCertificate((_, { random }) => ({
    client: { tokenAuthMethod: 'SELF_SIGNED_TLS_CLIENT_AUTH', jwks: keySet(makeKey(random).publicJwk) },
  })),
  client_certificate_mismatch: authenticatesByCertificate(async (_, context) => {
    const registered = new X509Certificate(await makeOtherCertificate(context)).raw.toString('base64')
    const jwks = keySet({ ...makeKey(context.random).publicJwk, x5c: [registered] })
    return { client: { tokenAuthMethod: 'SELF_SIGNED_TLS_CLIENT_AUTH', jwks } }
  }),
}

/** The scenarios of client authentication at an API, with these parameters of its own. */
export function refuseClients(
  path: string,
  own: string,
): Readonly<Record<ClientAuthenticationReason, Scenario>> {
  const scenarios = Object.entries(clientAuthenticationScenarios).map(([reason, present]) => [
    reason,
    async (context: ScenarioContext) => {
      const { members, values, atSecondRequest } = await present(context, own)
      if (atSecondRequest === true) await context.call('POST', path, members)
      return { path, body: members, ...(values !== undefined && { values }) }
    },
  ])
  return Object.fromEntries(scenarios) as Readonly<Record<ClientAuthenticationReason, Scenario>>
}
