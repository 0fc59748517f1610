import { timingSafeEqual } from 'node:crypto'
import { sha256 } from '../digest.ts'
import type { Service } from '../model/service.ts'
import type { RequestParameters } from '../oauth/parameters.ts'
import type { Store } from '../store/store.ts'
import { judged, type Fail, type Judge } from '../verdict.ts'
import { findClient, type IdentifiedClient } from './find-client.ts'

/** What a client presented to say and to prove who it is. */
export interface PresentedClient {
  readonly parameters: RequestParameters
  /** From the Authorization header of the client's request (RFC 6749 §2.3.1). */
  readonly clientId?: string
  readonly clientSecret?: string
  /** The certificate of the client's TLS connection, in PEM. */
  readonly clientCertificate?: string
}

export type ClientAuthenticationReason = 'client_id_missing' | 'client_unknown' | 'client_secret_mismatch'

export type ClientAuthentication =
  { readonly refusal: Fail<ClientAuthenticationReason> } | ({ readonly refusal?: never } & IdentifiedClient)

/** Where a client authenticates. `now` is the service's time in epoch milliseconds. */
export interface ClientAuthenticationCall {
  readonly api: string
  readonly service: Service
  readonly now: number
}

export type ClientAuthenticator = (
  presented: PresentedClient,
  call: ClientAuthenticationCall,
  judge: Judge<ClientAuthenticationReason>,
) => Promise<ClientAuthentication>

export function createClientAuthenticator(
  store: Pick<Store, 'findClient' | 'findClientByAlias' | 'recordProof'>,
): ClientAuthenticator {
  return async ({ parameters, clientId, clientSecret }, { service }, judge) => {
    const rule = { check: 'client', clause: 'RFC 6749 §2.3', source: 'documented' } as const
    const identifier = clientId ?? parameters.get('client_id') ?? ''
    const missing = judge(judged(rule, identifier !== '', 'client_id_missing'))
    if (missing !== undefined) return { refusal: missing }
    const found = await findClient(identifier, service, store)
    const unknown = judge(judged(rule, found !== undefined, 'client_unknown'))
    if (found === undefined || unknown !== undefined)
      return { refusal: unknown as NonNullable<typeof unknown> }
    const expected = found.client.properties.clientSecret ?? ''
    const given = clientSecret ?? parameters.get('client_secret') ?? ''
    const holds = timingSafeEqual(Buffer.from(sha256(expected)), Buffer.from(sha256(given)))
    const mismatch = judge(judged(rule, holds, 'client_secret_mismatch'))
    return mismatch === undefined ? found : { refusal: mismatch }
  }
}
