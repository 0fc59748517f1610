import { X509Certificate } from 'node:crypto'
import type { Fixtures } from '../../schema/fixtures.ts'
import type { ClientAuthenticationReason } from '../../src/decision/client-authentication.ts'
import type { ClientAuthenticationMethod } from '../../src/oauth/client-authentication.ts'
import {
  assertion,
  basic,
  certificate,
  certificates,
  clientId,
  clientKey,
  clientSecret,
  issuer,
  jwtBearer,
  keySet,
  post,
  registeredDn,
  strangeKey,
  tokenEndpoint,
  withParameters,
  writeJwt,
  type Presentation,
} from './client-presentations.ts'
import { oneService, startOfTests } from './mock.ts'

/** A client as a service knows it, and what it presents. */
export interface ClientScenario {
  readonly client: object
  readonly service?: object
  readonly present: Presentation
  /** What the refusal's text says in place of `{detail}`. */
  readonly detail?: string
  /** Whether it takes a second request, equal to the first, which passes. */
  readonly atSecondRequest?: true
}

const withSecret = { clientSecret, tokenAuthMethod: 'CLIENT_SECRET_BASIC' }
const withPostedSecret = { clientSecret, tokenAuthMethod: 'CLIENT_SECRET_POST' }
const withMac = { clientSecret, tokenAuthMethod: 'CLIENT_SECRET_JWT' }
const withKey = { tokenAuthMethod: 'PRIVATE_KEY_JWT', jwks: keySet(clientKey.registered) }
const withName = { tokenAuthMethod: 'TLS_CLIENT_AUTH', tlsClientAuthSubjectDn: registeredDn }
const withCertificate = {
  tokenAuthMethod: 'SELF_SIGNED_TLS_CLIENT_AUTH',
  jwks: keySet({
    ...clientKey.registered,
    x5c: [new X509Certificate(certificates.named).raw.toString('base64')],
  }),
}

/** For every method a client that proves who it is. */
export const authenticScenarios: Readonly<Record<ClientAuthenticationMethod, ClientScenario>> = {
  NONE: { client: { clientType: 'PUBLIC', tokenAuthMethod: 'NONE' }, present: post({}) },
  CLIENT_SECRET_BASIC: { client: withSecret, present: basic() },
  CLIENT_SECRET_POST: { client: withPostedSecret, present: post({ client_secret: clientSecret }) },
  CLIENT_SECRET_JWT: {
    client: withMac,
    present: assertion({ header: { alg: 'HS256', kid: undefined }, signWith: clientSecret }),
  },
  PRIVATE_KEY_JWT: { client: withKey, present: assertion() },
  TLS_CLIENT_AUTH: { client: withName, present: certificate(certificates.named) },
  SELF_SIGNED_TLS_CLIENT_AUTH: { client: withCertificate, present: certificate(certificates.named) },
}

const byCertificate = { client: withName, present: certificate(certificates.named) }

/** A service that validates the path of a certificate itself. */
export function trusting(...trustedRootCertificates: readonly string[]): object {
  return { mutualTlsValidatePkiCertChain: true, trustedRootCertificates }
}

const withAlternativeName = (name: string, value: string): ClientScenario => ({
  client: { tokenAuthMethod: 'TLS_CLIENT_AUTH', [name]: value },
  present: certificate(certificates.other),
})

/** For every reason a client that is refused for it. */
export const refusedScenarios: Readonly<Record<ClientAuthenticationReason, ClientScenario>> = {
  client_id_repeated: {
    client: withSecret,
    present: (own) => ({ parameters: `${own}&client_id=1&client_id=1` }),
  },
  client_secret_repeated: {
    client: withPostedSecret,
    present: (own) => ({ parameters: `${own}&client_id=${clientId}&client_secret=a&client_secret=a` }),
  },
  client_assertion_repeated: {
    client: withKey,
    present: (own) => ({ parameters: `${own}&client_assertion=a&client_assertion=a` }),
  },
  client_assertion_type_repeated: {
    client: withKey,
    present: (own) => ({ parameters: `${own}&client_assertion_type=a&client_assertion_type=a` }),
  },
  client_assertion_type_absent: { client: withKey, present: post({ client_assertion: 'a' }) },
  client_assertion_type_empty: {
    client: withKey,
    present: post({ client_assertion: 'a', client_assertion_type: '' }),
  },
  client_ids_differ: {
    client: withSecret,
    present: (own) => ({ ...post({})(own), clientId: '4712', clientSecret }),
  },
  client_assertion_unreadable: {
    client: withKey,
    present: (own) => withParameters(own, { client_assertion_type: jwtBearer, client_assertion: 'a.b' }),
  },
  client_assertion_anonymous: {
    client: withKey,
    present: (own) =>
      withParameters(own, {
        client_assertion_type: jwtBearer,
        client_assertion: writeJwt({}, { sub: '4711' }),
      }),
  },
  client_unidentified: { client: withSecret, present: (parameters) => ({ parameters }) },
  client_unknown: { client: withSecret, present: basic({ clientId: '4712' }), detail: '4712' },
  client_locked: { client: { ...withSecret, locked: true }, present: basic(), detail: '4711' },
  client_auth_method_unsupported: {
    client: withSecret,
    service: { supportedTokenAuthMethods: ['PRIVATE_KEY_JWT'] },
    present: basic(),
    detail: 'client_secret_basic',
  },
  client_confidential_without_method: { client: { tokenAuthMethod: 'NONE' }, present: post({}) },
  client_public_with_method: { client: { ...withSecret, clientType: 'PUBLIC' }, present: basic() },
  client_public_with_credentials: { client: { clientType: 'PUBLIC' }, present: post({ client_secret: 'a' }) },
  client_id_misplaced: { client: withSecret, present: post({ client_secret: clientSecret }) },
  client_secret_missing: { client: withPostedSecret, present: basic(), detail: 'client_secret_post' },
  client_secret_mismatch: {
    client: withSecret,
    present: basic({ clientSecret: clientSecret.toLowerCase() }),
  },
  client_assertion_alg_unavailable: {
    client: { ...withKey, tokenAuthSignAlg: 'ES256K' },
    present: assertion(),
    detail: 'private_key_jwt',
  },
  client_assertion_alg_not_symmetric: {
    client: { ...withMac, tokenAuthSignAlg: 'ES256' },
    present: assertion(),
    detail: 'ES256',
  },
  client_assertion_alg_not_asymmetric: {
    client: { ...withKey, tokenAuthSignAlg: 'HS256' },
    present: assertion(),
    detail: 'HS256',
  },
  client_assertion_type_missing: { client: withKey, present: post({}) },
  client_assertion_type_unsupported: {
    client: withKey,
    present: post({ client_assertion: 'a', client_assertion_type: 'urn:example:saml' }),
    detail: 'urn:example:saml',
  },
  client_assertion_missing: { client: withKey, present: post({ client_assertion_type: jwtBearer }) },
  client_assertion_malformed: {
    client: withKey,
    present: post({ client_assertion_type: jwtBearer, client_assertion: 'a.b.c' }),
  },
  client_assertion_alg_wrong: {
    client: { ...withKey, tokenAuthSignAlg: 'PS256' },
    present: assertion(),
    detail: 'ES256',
  },
  client_assertion_iss_wrong: {
    client: withKey,
    present: assertion({ payload: { iss: 'https://c.example' } }),
    detail: 'iss = https://c.example, expected issuer = 4711',
  },
  client_assertion_sub_wrong: {
    client: withKey,
    present: assertion({ payload: { sub: 4711 } }),
    detail: 'sub = 4711, expected subject = 4711',
  },
  client_assertion_aud_undefined: {
    client: withKey,
    service: { issuer: undefined, tokenEndpoint: undefined },
    present: assertion(),
  },
  client_assertion_aud_wrong: {
    client: withKey,
    service: { clientAssertionAudRestrictedToIssuer: true },
    present: assertion({ payload: { aud: 'https://as.example.com/' } }),
    detail: 'aud = https://as.example.com/, valid audiences = https://as.example.com',
  },
  client_assertion_exp_missing: { client: withKey, present: assertion({ payload: { exp: undefined } }) },
  client_assertion_exp_wrong: {
    client: withKey,
    present: assertion({ payload: { exp: startOfTests / 1000 } }),
    detail: '1767225600',
  },
  client_assertion_nbf_wrong: {
    client: withKey,
    present: assertion({ payload: { nbf: startOfTests / 1000 + 1 } }),
    detail: '1767225601',
  },
  client_assertion_iat_in_future: {
    client: withKey,
    present: assertion({ payload: { iat: startOfTests / 1000 + 1 } }),
    detail: '1767225601',
  },
  client_assertion_jti_missing: { client: withKey, present: assertion({ payload: { jti: undefined } }) },
  client_keys_unfetched: {
    client: { tokenAuthMethod: 'PRIVATE_KEY_JWT', jwksUri: 'https://client.example/jwks' },
    present: assertion(),
    detail: "(ID = 4711) from the location pointed to by 'jwks_uri' (https://client.example/jwks)",
  },
  client_keys_missing: {
    client: { tokenAuthMethod: 'PRIVATE_KEY_JWT' },
    present: assertion(),
    detail: '4711',
  },
  client_key_unknown: {
    client: withKey,
    present: assertion({ header: { kid: 'two' } }),
    detail: '(ID = 4711) does not contain the key for client authentication. (kid=two)',
  },
  client_key_ambiguous: {
    client: { ...withKey, jwks: keySet(clientKey.registered, strangeKey.registered) },
    present: assertion({ header: { kid: undefined } }),
    detail: '(ID = 4711) contains multiple candidate keys for client authentication. (kid=null)',
  },
  client_assertion_secret_missing: {
    client: { tokenAuthMethod: 'CLIENT_SECRET_JWT' },
    present: assertion({ header: { alg: 'HS256', kid: undefined }, signWith: clientSecret }),
  },
  client_assertion_signature_wrong: { client: withKey, present: assertion({ signWith: strangeKey.own }) },
  client_assertion_replayed: {
    client: withKey,
    present: assertion({ payload: { jti: 'once' } }),
    atSecondRequest: true,
  },
  client_certificate_missing: { client: withName, present: certificate() },
  client_certificate_malformed: { client: withName, present: certificate('MIIB') },
  client_certificate_subject_unregistered: {
    client: { tokenAuthMethod: 'TLS_CLIENT_AUTH' },
    present: certificate(certificates.named),
  },
  client_certificate_subjects_registered: {
    client: { ...withName, tlsClientAuthSanDns: 'client.example' },
    present: certificate(certificates.named),
  },
  client_trust_anchors_missing: { ...byCertificate, service: trusting() },
  client_trust_anchor_malformed: { ...byCertificate, service: trusting(certificates.named, 'MII') },
  client_certificate_path_malformed: {
    client: withName,
    service: trusting(certificates.named),
    present: certificate(certificates.named, 'MII'),
  },
  client_certificate_path_invalid: { ...byCertificate, service: trusting(certificates.other) },
  client_dn_malformed: {
    client: { ...withName, tlsClientAuthSubjectDn: 'client.example' },
    present: certificate(certificates.named),
  },
  client_dn_mismatch: {
    client: withName,
    present: certificate(certificates.other),
    detail:
      "('CN=other.example,O=Example?, Inc.,C=JP') and the registered subject DN ('CN=client.example,O=Example?, Inc.,C=JP')",
  },
  client_san_dns_mismatch: {
    ...withAlternativeName('tlsClientAuthSanDns', 'client.example'),
    detail:
      "('attacker.example') did not match the registered subject alternative name DNS entry of the client ('client.example')",
  },
  client_san_uri_mismatch: {
    ...withAlternativeName('tlsClientAuthSanUri', 'https://client.example/id'),
    detail:
      "('') did not match the registered subject alternative name URI of the client ('https://client.example/id')",
  },
  client_san_ip_mismatch: {
    ...withAlternativeName('tlsClientAuthSanIp', '192.0.2.1'),
    detail:
      "('') did not match the registered subject alternative name IP address of the client ('192.0.2.1')",
  },
  client_san_email_mismatch: {
    ...withAlternativeName('tlsClientAuthSanEmail', 'ops@client.example'),
    detail:
      "('') did not match the registered subject alternative name email address of the client ('ops@client.example')",
  },
  client_certificate_unregistered: {
    client: { ...withCertificate, jwks: keySet(clientKey.registered) },
    present: certificate(certificates.named),
  },
  client_certificate_mismatch: { client: withCertificate, present: certificate(certificates.other) },
}

/** The one service of the tests, with the scenario's client and whatever else is needed. */
export function worldOf({ client, service }: ClientScenario, more: object = {}): Fixtures {
  const [first] = oneService.services
  if (first === undefined) throw new Error('the tests have one service')
  return {
    services: [{ ...first, issuer, tokenEndpoint, ...more, ...service, clients: [{ clientId, ...client }] }],
  }
}
