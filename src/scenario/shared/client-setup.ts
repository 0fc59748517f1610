import type { JWK } from 'jose'
import type { Client } from '../../model/client.ts'
import { signJwt } from '../../testkit/jwt.ts'
import { makeKey, type ProofKey } from '../../testkit/key.ts'
import { makeOtherCertificate } from './possession.ts'
import type { Arrangement, ScenarioContext, ScenarioClient } from './scenario.ts'

/** The members by which an authorization server passes on how a client authenticated. */
interface PresentedMembers {
  readonly parameters: string
  readonly clientId?: string
  readonly clientSecret?: string
  readonly clientCertificate?: string
  readonly clientCertificatePath?: readonly string[]
}

/** What a client presents, and the values of its refusal's text. */
interface Presentation extends Pick<Arrangement, 'values'> {
  readonly members: PresentedMembers
  /** Whether it is refused at the second of two equal requests only. */
  readonly atSecondRequest?: true
}

/** Makes a client, and its credentials together with the parameters of an API, form-encoded. */
export type AuthenticationScenario = (context: ScenarioContext, own: string) => Promise<Presentation>

/** A client before it authenticates. */
export interface AuthenticatingClient extends ScenarioClient {
  readonly context: ScenarioContext
  readonly own: string
  /** The service's time in whole seconds. */
  readonly seconds: number
}

/** The setup of client and service, and the value of `{detail}`. */
interface ClientSetup {
  readonly clientType?: Client['clientType']
  readonly client?: Client['properties']
  readonly service?: Readonly<Record<string, unknown>>
  readonly detail?: (requester: AuthenticatingClient) => string
}

export const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

export function keySet(...keys: readonly object[]): string {
  return JSON.stringify({ keys })
}

/** The parameters of an API, followed by more. */
export function withParameters(own: string, more: Readonly<Record<string, string>>): PresentedMembers {
  return { parameters: [own, new URLSearchParams(more)].join('&') }
}

/** A client in this setup that presents these members. */
export function authenticates(
  present: (requester: AuthenticatingClient) => PresentedMembers | Promise<PresentedMembers>,
  { clientType, client, service, detail }: ClientSetup = {},
): AuthenticationScenario {
  return async (context, own) => {
    if (service !== undefined) await context.change(service)
    const seconds = Math.floor((await context.now()) / 1000)
    const requester = { ...(await context.makeClient(client, clientType)), context, own, seconds }
    const members = await present(requester)
    return { members, ...(detail !== undefined && { values: { detail: detail(requester) } }) }
  }
}

/** A client that authenticates by id and secret in the header of its request, with changes. */
export function authenticatesInHeader(
  changes: (requester: AuthenticatingClient) => Partial<PresentedMembers> = () => ({}),
  setup: ClientSetup = {},
): AuthenticationScenario {
  return authenticates((requester) => {
    const { own, clientId, clientSecret } = requester
    return { parameters: own, clientId: String(clientId), clientSecret, ...changes(requester) }
  }, setup)
}

/** A client that presents its id among the parameters, and further ones. */
export function authenticatesInBody(
  more: (requester: AuthenticatingClient) => Readonly<Record<string, string>> = () => ({}),
  setup: ClientSetup = {},
): AuthenticationScenario {
  return authenticates(
    (requester) =>
      withParameters(requester.own, { client_id: String(requester.clientId), ...more(requester) }),
    setup,
  )
}

/** Changes to a valid assertion: members to replace, or to leave out (undefined). */
interface AssertionChanges {
  readonly header?: Readonly<Record<string, unknown>>
  readonly payload?: Readonly<Record<string, unknown>>
  readonly signWith?: JWK
}

const keyId = 'one'

/** The lifetime of assertions, long enough to look at them. */
const assertionSeconds = 3600

async function makeAssertion(
  { context, clientId, seconds }: AuthenticatingClient,
  key: ProofKey,
  { header, payload, signWith = key.privateJwk }: AssertionChanges,
): Promise<string> {
  const { issuer } = await context.properties()
  const claims = { iss: String(clientId), sub: String(clientId), aud: issuer, jti: context.random.token() }
  const times = { exp: seconds + assertionSeconds, iat: seconds }
  return signJwt({ alg: 'ES256', kid: keyId, ...header }, { ...claims, ...times, ...payload }, signWith)
}

/** A client with a new key, and these further keys, that presents an assertion: a valid one, with changes. */
export function authenticatesByAssertion(
  changes: (requester: AuthenticatingClient) => AssertionChanges = () => ({}),
  setup: ClientSetup = {},
  furtherKeys: (context: ScenarioContext) => readonly object[] = () => [],
): AuthenticationScenario {
  return async (context, own) => {
    const key = makeKey(context.random)
    const jwks = keySet({ ...key.publicJwk, kid: keyId }, ...furtherKeys(context))
    const client = { tokenAuthMethod: 'PRIVATE_KEY_JWT', jwks, ...setup.client }
    const present = authenticates(
      async (requester) =>
        withParameters(own, {
          client_id: String(requester.clientId),
          client_assertion_type: jwtBearer,
          client_assertion: await makeAssertion(requester, key, changes(requester)),
        }),
      { ...setup, client },
    )
    return present(context, own)
  }
}

/** The setup of a client with a certificate, and what it presents with it. */
interface CertificateSetup extends ClientSetup {
  readonly path?: readonly string[]
  /** In place of the certificate. */
  readonly presented?: string
}

/** A client that presents a certificate, in a setup that may depend on it. */
export function authenticatesByCertificate(
  choose: (certificate: string, context: ScenarioContext) => CertificateSetup | Promise<CertificateSetup>,
): AuthenticationScenario {
  return async (context, own) => {
    const certificate = await makeOtherCertificate(context)
    const { path, presented = certificate, ...setup } = await choose(certificate, context)
    const present = authenticates(
      ({ clientId }) => ({
        ...withParameters(own, { client_id: String(clientId) }),
        clientCertificate: presented,
        ...(path !== undefined && { clientCertificatePath: path }),
      }),
      setup,
    )
    return present(context, own)
  }
}
