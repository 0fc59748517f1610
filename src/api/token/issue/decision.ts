import type { TokenIssueRequest } from '../../../../schema/token.ts'
import { withServerError, type ApiTools } from '../../shared/api-tools.ts'
import { sha256 } from '../../../base/digest.ts'
import type { TokenTicket } from '../../../model/authorization.ts'
import type { Client } from '../../../model/client.ts'
import type { Service } from '../../../model/service.ts'
import {
  checkTokenTicketExpiry,
  checkTokenTicketGiven,
  checkTokenTicketKnown,
} from '../../../oauth/token/password.ts'
import { checkPropertiesSize } from '../../../oauth/token/properties.ts'
import { allowsRefreshTokens } from '../../../oauth/token/request.ts'
import type { StoreRefusal } from '../../../store/store.ts'
import { failed, verdict, checkInto, type Fail, type Verdict } from '../../../base/verdict.ts'
import { makeWithClaims, refuseJwt } from '../shared/issue-tokens.ts'
import type { IssuedTokens } from '../shared/token-spec.ts'
import type { TokenIssueReason, TokenIssueRefusal } from './outcomes.ts'

/** `now` is the service's time in epoch milliseconds. */
export interface TokenIssueCall {
  readonly request: TokenIssueRequest
  readonly service: Service
  readonly now: number
}

export interface TokenIssueDecision {
  readonly reason: TokenIssueReason
  readonly detail?: string
  readonly issued?: IssuedTokens
  readonly trace: readonly Verdict[]
}

type Ruling = Fail<TokenIssueRefusal> | { readonly reason: TokenIssueReason; readonly issued?: IssuedTokens }

/**
 * Decides one call of POST /auth/token/issue: the authorization server has found the resource owner's password good. The
 * order of the checks stands here: ticket, subject, properties; then the tokens are made and stored, and the ticket ends.
 */
export async function issuePasswordTokens(
  call: TokenIssueCall,
  tools: ApiTools,
): Promise<TokenIssueDecision> {
  const trace: Verdict<TokenIssueRefusal>[] = []
  const ruling: Ruling = await withServerError(() => decide(call, tools, trace), tools.onUnexpectedError)
  return {
    reason: ruling.reason,
    trace,
    ...('detail' in ruling && ruling.detail !== undefined && { detail: ruling.detail }),
    ...('issued' in ruling && ruling.issued !== undefined && { issued: ruling.issued }),
  }
}

async function decide(
  { request, service, now }: TokenIssueCall,
  tools: ApiTools,
  trace: Verdict<TokenIssueRefusal>[],
): Promise<Ruling> {
  const { store } = tools
  const check = checkInto(trace)
  const { ticket: value = '', subject = '', properties = [] } = request
  const missing = check(checkTokenTicketGiven(value))
  if (missing !== undefined) return missing
  const ticket = (await store.findPending(service.generation, 'token_ticket', sha256(value)))?.content
  const client = ticket && (await store.findClient(service.generation, { clientId: ticket.clientId }))
  if (ticket === undefined || client === undefined) return check(checkTokenTicketKnown(undefined))
  const subjectRule = {
    check: 'subject',
    clause: 'Authlete TokenIssueRequest subject',
    source: 'assumed',
  } as const
  const refusal =
    check(checkTokenTicketKnown(ticket)) ??
    check(checkTokenTicketExpiry(ticket, now)) ??
    check(verdict(subjectRule, subject !== '', 'subject_missing')) ??
    check(checkPropertiesSize(properties, 'properties_too_big'))
  if (refusal !== undefined) return refusal

  const spec = specFor(request, ticket, service, client, now)
  const tokens = await makeWithClaims(spec, tools, request.jwtAtClaims)
  if ('error' in tokens) return check(refuseJwt('jwt_impossible', tokens))
  const stored = await store.redeemPending(
    service.generation,
    'token_ticket',
    ticket.ticketHash,
    tokens.records,
  )
  if ('refused' in stored) return check(failed(storageRule, reasons[stored.refused]))
  return { reason: 'issued', issued: { spec, tokens } }
}

const storageRule = {
  check: 'storage',
  clause: 'Authlete TokenIssueRequest ticket',
  source: 'inferred',
} as const

/** What was good when it was looked at, and is not any more. No grant is changed here. */
const reasons = {
  spent: 'ticket_gone',
  grant_gone: 'ticket_gone',
  access_token_exists: 'access_token_taken',
  refresh_token_exists: 'access_token_taken',
} as const satisfies Record<StoreRefusal, TokenIssueRefusal>

/** The tokens of a resource owner (RFC 6749 §4.3.3), bound as the client has proved before. */
function specFor(
  request: TokenIssueRequest,
  ticket: TokenTicket,
  service: Service,
  client: Client,
  now: number,
): IssuedTokens['spec'] {
  const { clientIdAliasUsed, scopes, resources, authorizationDetails, jkt, certificateThumbprint } = ticket
  const { accessToken, accessTokenDuration, refreshTokenDuration: seconds, properties = [] } = request
  return {
    service,
    client,
    now,
    grantType: 'PASSWORD',
    subject: String(request.subject),
    scopes,
    details: {
      clientIdAliasUsed,
      ...(properties.length > 0 && { properties }),
      ...(resources.length > 0 && { resources, accessTokenResources: resources }),
      ...(authorizationDetails.length > 0 && { authorizationDetails }),
    },
    ...(jkt !== undefined && { jkt }),
    ...(certificateThumbprint !== undefined && { certificateThumbprint }),
    ...(accessToken !== undefined && accessToken !== '' && { accessToken }),
    ...(accessTokenDuration !== undefined && { accessTokenSeconds: accessTokenDuration }),
    ...(allowsRefreshTokens(service, client) && {
      refreshToken: seconds === undefined ? {} : { seconds },
    }),
  }
}
