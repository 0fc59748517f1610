import type { JWK } from 'jose'
import type { Client } from '../../model/client.ts'
import { signJwt } from '../../testkit/jwt.ts'
import { makeKey, type ProofKey } from '../../testkit/key.ts'
import { makeOtherCertificate } from './possession.ts'
import type { Arrangement, ScenarioContext, ScenarioClient } from './scenario.ts'

/** The members with which an authorization server hands on how a client authenticated. */
export interface PresentedMembers {
  readonly parameters: string
  readonly clientId?: string
  readonly clientSecret?: string
  readonly clientCertificate?: string
  readonly clientCertificatePath?: readonly string[]
}

/** What a client presents, and what fills the text of its refusal. */
export interface Presentation extends Pick<Arrangement, 'values'> {
  readonly members: PresentedMembers
  /** Whether it is refused at the second of two equal requests only: the first one passes. */
  readonly atSecondRequest?: true
}

/** Makes a client that presents itself along with the parameters of an API, form-encoded. */
export type AuthenticationScenario = (context: ScenarioContext, own: string) => Promise<Presentation>

/** A client that is about to present itself. */
export interface AuthenticatingClient extends ScenarioClient {
  readonly context: ScenarioContext
  readonly own: string
  /** The service's time in whole seconds. */
  readonly seconds: number
}

/** How client and service are set up, and what fills `{detail}`. */
export interface ClientSetup {
  readonly clientType?: Client['clientType']
  readonly client?: Client['properties']
  readonly service?: Readonly<Record<string, unknown>>
  readonly detail?: (requester: AuthenticatingClient) => string
}

export const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

export function keySet(...keys: readonly object[]): string {
  return JSON.stringify({ keys })
}

/** The parameters of an API with more behind them. */
export function withParameters(own: string, more: Readonly<Record<string, string>>): PresentedMembers {
  return { parameters: [own, new URLSearchParams(more)].join('&') }
}

/** A client in these circumstances that presents what it is told to. */
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

/** A client that presents id and secret as the header of its request brought them, with changes. */
export function authenticatesInHeader(
  changes: (requester: AuthenticatingClient) => Partial<PresentedMembers> = () => ({}),
  setup: ClientSetup = {},
): AuthenticationScenario {
  return authenticates((requester) => {
    const { own, clientId, clientSecret } = requester
    return { parameters: own, clientId: String(clientId), clientSecret, ...changes(requester) }
  }, setup)
}

/** A client that presents its id among the parameters, and more of them. */
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

/** Changes to a good assertion: members to replace, or to leave out where the value is undefined. */
export interface AssertionChanges {
  readonly header?: Readonly<Record<string, unknown>>
  readonly payload?: Readonly<Record<string, unknown>>
  readonly signWith?: JWK
}

const keyId = 'one'

/** How long assertions last, so that whoever arranged one has time to look at it. */
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

/** A client registered by a fresh key, and by these further keys, that presents an assertion: a good one, with changes. */
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

/** The circumstances of a client that shows a certificate, and what it shows besides. */
export interface CertificateSetup extends ClientSetup {
  readonly path?: readonly string[]
  /** In place of the certificate. */
  readonly presented?: string
}

/** A client that presents a certificate, in circumstances that may depend on it. */
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
