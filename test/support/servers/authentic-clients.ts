import { X509Certificate } from 'node:crypto'
import type { Fixtures } from '../../../schema/fixtures.ts'
import type { ClientAuthenticationMethod } from '../../../src/oauth/client-authentication/methods.ts'
import {
  assertion,
  basic,
  certificate,
  certificates,
  clientId,
  clientKey,
  clientSecret,
  issuer,
  keySet,
  post,
  registeredDn,
  tokenEndpoint,
  type Presentation,
} from '../requests/client-presentations.ts'
import { oneService } from '../mock.ts'

/** A client as a service knows it, and what it presents. */
export interface ClientScenario {
  readonly client: object
  readonly service?: object
  readonly present: Presentation
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

/** A service that validates the path of a certificate itself. */
export function trusting(...trustedRootCertificates: readonly string[]): object {
  return { mutualTlsValidatePkiCertChain: true, trustedRootCertificates }
}

/** The one service of the tests, with the scenario's client and whatever else is needed. */
export function worldOf({ client, service }: ClientScenario): Fixtures {
  const [first] = oneService.services
  if (first === undefined) throw new Error('the tests have one service')
  return {
    services: [{ ...first, issuer, tokenEndpoint, ...service, clients: [{ clientId, ...client }] }],
  }
}
