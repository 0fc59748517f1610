import { sha256 } from '../digest.ts'
import type { Random } from '../random.ts'
import { signJwt } from './jwt.ts'
import type { ProofKey } from './key.ts'

/** What a DPoP proof is made for. */
export interface ProofOrder {
  readonly key: ProofKey
  /** The method and the URI of the request to the resource, `htm` and `htu`. */
  readonly method: string
  readonly uri: string
  /** Epoch milliseconds. */
  readonly now: number
  /** Absent at a token endpoint. */
  readonly accessToken?: string
  readonly nonce?: string
  /** Members to put in, to replace, or to leave out where the value is undefined. */
  readonly header?: Readonly<Record<string, unknown>>
  readonly claims?: Readonly<Record<string, unknown>>
}

/** Makes a DPoP proof as a client would (RFC 9449 §4.2), except for the members that the order changes. */
export async function makeProof(order: ProofOrder, random: Random): Promise<string> {
  const { key, accessToken, nonce } = order
  const claims = {
    jti: random.token(),
    htm: order.method,
    htu: order.uri,
    ...(accessToken !== undefined && { ath: sha256(accessToken) }),
    ...(nonce !== undefined && { nonce }),
    iat: Math.floor(order.now / 1000),
    ...order.claims,
  }
  const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: key.publicJwk, ...order.header }
  return signJwt(header, claims, key.privateJwk)
}
