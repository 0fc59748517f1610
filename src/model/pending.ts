import type { AuthorizationCode, AuthorizationTicket, PushedRequest, TokenTicket } from './authorization.ts'

/** A record that waits for a later call of its flow, by kind. */
export interface PendingContents {
  readonly ticket: AuthorizationTicket
  readonly token_ticket: TokenTicket
  readonly pushed_request: PushedRequest
  readonly code: AuthorizationCode
}

export type PendingKind = keyof PendingContents

/** The same as the store returns it. */
export interface FoundPending<Kind extends PendingKind> {
  readonly content: PendingContents[Kind]
  /** Whether it was redeemed already. */
  readonly isUsed: boolean
}
