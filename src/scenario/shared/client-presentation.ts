import type { JWK } from 'jose'
import type { Client } from '../../model/client.ts'
import { signJwt } from '../../testkit/jwt.ts'
import { makeKey, type ProofKey } from '../../testkit/key.ts'
import { makeStrangeCertificate } from './possession.ts'
import type { Arrangement, Stage, StagedClient } from './scenario.ts'

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
export type PresentingClient = (stage: Stage, own: string) => Promise<Presentation>

/** A client that is about to present itself. */
export interface Presenter extends StagedClient {
  readonly stage: Stage
  readonly own: string
  /** The service's time in whole seconds. */
  readonly seconds: number
}

/** How client and service are set up, and what fills `{detail}`. */
export interface Circumstances {
  readonly clientType?: Client['clientType']
  readonly client?: Client['properties']
  readonly service?: Readonly<Record<string, unknown>>
  readonly detail?: (presenter: Presenter) => string
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
export function presents(
  show: (presenter: Presenter) => PresentedMembers | Promise<PresentedMembers>,
  { clientType, client, service, detail }: Circumstances = {},
): PresentingClient {
  return async (stage, own) => {
    if (service !== undefined) await stage.change(service)
    const seconds = Math.floor((await stage.now()) / 1000)
    const presenter = { ...(await stage.makeClient(client, clientType)), stage, own, seconds }
    const members = await show(presenter)
    return { members, ...(detail !== undefined && { values: { detail: detail(presenter) } }) }
  }
}

/** A client that presents id and secret as the header of its request brought them, with changes. */
export function presentsInHeader(
  changes: (presenter: Presenter) => Partial<PresentedMembers> = () => ({}),
  circumstances: Circumstances = {},
): PresentingClient {
  return presents((presenter) => {
    const { own, clientId, clientSecret } = presenter
    return { parameters: own, clientId: String(clientId), clientSecret, ...changes(presenter) }
  }, circumstances)
}

/** A client that presents its id among the parameters, and more of them. */
export function presentsInBody(
  more: (presenter: Presenter) => Readonly<Record<string, string>> = () => ({}),
  circumstances: Circumstances = {},
): PresentingClient {
  return presents(
    (presenter) =>
      withParameters(presenter.own, { client_id: String(presenter.clientId), ...more(presenter) }),
    circumstances,
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
  { stage, clientId, seconds }: Presenter,
  key: ProofKey,
  { header, payload, signWith = key.privateJwk }: AssertionChanges,
): Promise<string> {
  const { issuer } = await stage.properties()
  const claims = { iss: String(clientId), sub: String(clientId), aud: issuer, jti: stage.random.token() }
  const times = { exp: seconds + assertionSeconds, iat: seconds }
  return signJwt({ alg: 'ES256', kid: keyId, ...header }, { ...claims, ...times, ...payload }, signWith)
}

/** A client registered by a fresh key, and by these further keys, that presents an assertion: a good one, with changes. */
export function presentsAssertion(
  changes: (presenter: Presenter) => AssertionChanges = () => ({}),
  circumstances: Circumstances = {},
  furtherKeys: (stage: Stage) => readonly object[] = () => [],
): PresentingClient {
  return async (stage, own) => {
    const key = makeKey(stage.random)
    const jwks = keySet({ ...key.publicJwk, kid: keyId }, ...furtherKeys(stage))
    const client = { tokenAuthMethod: 'PRIVATE_KEY_JWT', jwks, ...circumstances.client }
    const present = presents(
      async (presenter) =>
        withParameters(own, {
          client_id: String(presenter.clientId),
          client_assertion_type: jwtBearer,
          client_assertion: await makeAssertion(presenter, key, changes(presenter)),
        }),
      { ...circumstances, client },
    )
    return present(stage, own)
  }
}

/** The circumstances of a client that shows a certificate, and what it shows besides. */
export interface CertificateCircumstances extends Circumstances {
  readonly path?: readonly string[]
  /** In place of the certificate. */
  readonly shown?: string
}

/** A client that presents a certificate, in circumstances that may depend on it. */
export function presentsCertificate(
  choose: (certificate: string, stage: Stage) => CertificateCircumstances | Promise<CertificateCircumstances>,
): PresentingClient {
  return async (stage, own) => {
    const certificate = await makeStrangeCertificate(stage)
    const { path, shown = certificate, ...circumstances } = await choose(certificate, stage)
    const present = presents(
      ({ clientId }) => ({
        ...withParameters(own, { client_id: String(clientId) }),
        clientCertificate: shown,
        ...(path !== undefined && { clientCertificatePath: path }),
      }),
      circumstances,
    )
    return present(stage, own)
  }
}
