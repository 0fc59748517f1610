import type { TokenRequest } from '../../../../schema/token.ts'
import type { Fail } from '../../../base/verdict.ts'
import type { Client } from '../../../model/client.ts'
import type { Service } from '../../../model/service.ts'
import type { DpopReason } from '../../../oauth/dpop/checks.ts'
import type { CertificateReason } from '../../../oauth/mtls.ts'
import type { RequestParameters } from '../../../oauth/parameters.ts'
import type { TokenResourceReason } from '../../../oauth/resource-indicators.ts'
import type { TokenDetailsReason } from '../../../oauth/token/details.ts'
import type { ApiTools } from '../../shared/api-tools.ts'
import type { OpenCall } from '../../shared/decision.ts'
import type { IdentifiedClient } from '../../shared/find-client.ts'
import type { IssuedTokens } from '../../shared/issue-tokens.ts'

/** The facts about a token request. */
export interface TokenFacts {
  parameters: RequestParameters
  client: Client
  /** The value for DPoP-Nonce. */
  dpopNonce: string | undefined
  /** Whether the refresh token was used before and can still be repeated. */
  previousRefreshTokenUsed: boolean
  issued: IssuedTokens
  /** Members of the answer to a request that gets no tokens yet. */
  members: Readonly<Record<string, unknown>>
}

/** Why a token request may be refused with every grant type. */
export type GrantTypeRefusal = TokenResourceReason | TokenDetailsReason | CertificateReason | DpopReason

/** A token request of a known client that may use the grant type. */
export interface GrantCall<Refusal extends string = never>
  extends OpenCall<TokenRequest, Refusal | GrantTypeRefusal, TokenFacts>, IdentifiedClient {
  readonly parameters: RequestParameters
}

/** A grant type at the token endpoint. */
export interface GrantType<Refusal extends string, Success extends string> {
  /** Decides the request by the checks of the grant type, in their order, and issues the tokens. */
  decide(call: GrantCall<Refusal>, tools: ApiTools): Promise<Success | GrantRefusal<Refusal>>
  /** Finds the client that the code or the refresh token was issued to. */
  findClientId?(
    parameters: RequestParameters,
    service: Service,
    store: ApiTools['store'],
  ): Promise<number | undefined>
}

export type GrantRefusal<Refusal extends string> = Fail<Refusal | GrantTypeRefusal>
