import type { Random } from '../base/random.ts'
import { needed, optional, type OptionRules } from '../base/options/accept-options.ts'
import { isAnyObject, isInstant, isText } from '../base/options/checks.ts'
import { signJwt } from './jwt.ts'
import { algorithmOf, type KeyPair } from './key.ts'
import { isClientId, isKeyPair, type Timed } from './option-checks.ts'

/** The common options of a client's JWTs. */
interface ClientJwtOptions {
  readonly key: KeyPair
  /** The key id of the registered key, if it has one. */
  readonly keyId?: string
  readonly clientId: string | number
  /** The authorization server's issuer identifier. */
  readonly audience: string
  /** Epoch milliseconds. */
  readonly now: number
  /** Members to add, replace, or leave out (undefined). */
  readonly header?: Readonly<Record<string, unknown>>
  readonly claims?: Readonly<Record<string, unknown>>
}

/** The content of a client assertion. */
export type ClientAssertionOptions = ClientJwtOptions

/** The content of a request object. */
export interface RequestObjectOptions extends ClientJwtOptions {
  /** The parameters of the authorization request without `client_id`. */
  readonly parameters: Readonly<Record<string, unknown>>
}

export const clientAssertionRules: OptionRules<Timed<ClientAssertionOptions>> = {
  key: needed(isKeyPair),
  keyId: optional(isText),
  clientId: needed(isClientId),
  audience: needed(isText),
  now: optional(isInstant),
  header: optional(isAnyObject),
  claims: optional(isAnyObject),
}

export const requestObjectRules: OptionRules<Timed<RequestObjectOptions>> = {
  ...clientAssertionRules,
  parameters: needed(isAnyObject),
}

const assertionSeconds = 60
const requestObjectSeconds = 300

/** Makes a client assertion (RFC 7523 §3, OpenID Connect Core §9), valid for a minute. */
export async function makeClientAssertion(options: ClientAssertionOptions, random: Random): Promise<string> {
  const { clientId, audience } = options
  const seconds = Math.floor(options.now / 1000)
  const claims = {
    iss: String(clientId),
    sub: String(clientId),
    aud: audience,
    jti: random.token(),
    iat: seconds,
    exp: seconds + assertionSeconds,
  }
  return sign(options, {}, claims)
}

/** Makes a request object (RFC 9101 §4), valid for five minutes. */
export async function makeRequestObject(options: RequestObjectOptions, random: Random): Promise<string> {
  const { clientId, audience, parameters } = options
  const seconds = Math.floor(options.now / 1000)
  const claims = {
    iss: String(clientId),
    aud: audience,
    jti: random.token(),
    iat: seconds,
    nbf: seconds,
    exp: seconds + requestObjectSeconds,
    client_id: String(clientId),
    ...parameters,
  }
  return sign(options, { typ: 'oauth-authz-req+jwt' }, claims)
}

function sign({ key, keyId, header, claims }: ClientJwtOptions, own: object, all: object): Promise<string> {
  const named = keyId !== undefined && { kid: keyId }
  const alg = algorithmOf(key)
  return signJwt({ ...own, alg, ...named, ...header }, { ...all, ...claims }, key.privateJwk)
}
