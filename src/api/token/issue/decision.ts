import type { TokenIssueRequest } from '../../../../schema/token.ts'
import { compact } from '../../../base/compact.ts'
import { sha256 } from '../../../base/digest.ts'
import { failed, verdict, type Fail, type Verdict } from '../../../base/verdict.ts'
import type { TokenTicket } from '../../../model/authorization.ts'
import type { Client } from '../../../model/client.ts'
import type { Service } from '../../../model/service.ts'
import {
  checkTokenTicketExpiry,
  checkTokenTicketGiven,
  checkTokenTicketKnown,
} from '../../../oauth/token/password.ts'
import { allowsRefreshTokens } from '../../../oauth/token/request.ts'
import type { ApiTools } from '../../shared/api-tools.ts'
import { defineDecision, type Decision, type OpenCall } from '../../shared/decision.ts'
import type { IssuedTokens, TokenSpec } from '../../shared/issue-tokens.ts'
import { omitEmpty } from '../../shared/members.ts'
import { prepareTokens, storageReasons } from '../shared/issue-tokens.ts'
import type { TokenIssueReason, TokenIssueRefusal } from './outcomes.ts'

interface TokenIssueFacts {
  issued: IssuedTokens
}

type TokenIssueCall = OpenCall<TokenIssueRequest, TokenIssueRefusal, TokenIssueFacts>
export type TokenIssueDecision = Decision<TokenIssueReason, TokenIssueFacts>

/**
 * Decides one call of POST /auth/token/issue: the authorization server has accepted the resource owner's password. The
 * order of the checks: ticket, subject, properties; then the tokens are made and stored, and the ticket ends.
 */
export const issuePasswordTokens = defineDecision(async (call: TokenIssueCall, tools: ApiTools) => {
  const { request, service, now, check, facts } = call
  const { ticket: value = '', subject = '' } = request
  let refusal: Fail<TokenIssueRefusal> | undefined
  refusal = check(checkTokenTicketGiven(value))
  if (refusal !== undefined) return refusal
  const known = check.find(checkTokenTicketKnown(await findTicket(value, service, tools.store)))
  if (known.refusal !== undefined) return known.refusal
  const { ticket, client } = known.value
  refusal = check(checkTokenTicketExpiry(ticket, now)) ?? check(checkSubjectPresent(subject))
  if (refusal !== undefined) return refusal

  const spec = describeTokens(call, ticket, client)
  const tokens = await prepareTokens('', spec, request.jwtAtClaims, tools, check)
  if (tokens.refusal !== undefined) return tokens.refusal
  const { records } = tokens.value
  const stored = await tools.store.redeemPending(
    service.generation,
    'token_ticket',
    ticket.ticketHash,
    records,
  )
  if ('refused' in stored) return check(failed(storageRule, reasons[stored.refused]))
  facts.issued = tokens.value
  return 'issued'
})

const storageRule = {
  check: 'storage',
  clause: 'Authlete TokenIssueRequest ticket',
  source: 'inferred',
} as const

const reasons = storageReasons('', 'ticket_gone')

/** A ticket needs its client. */
async function findTicket(value: string, { generation }: Service, store: ApiTools['store']) {
  const ticket = (await store.findPending(generation, 'token_ticket', sha256(value)))?.content
  const client = ticket && (await store.findClient(generation, { clientId: ticket.clientId }))
  return ticket && client && { ticket, client }
}

function checkSubjectPresent(subject: string): Verdict<'subject_missing'> {
  const rule = {
    check: 'subject',
    clause: 'Authlete TokenIssueRequest subject',
    source: 'assumed',
  } as const
  return verdict(rule, subject !== '', 'subject_missing')
}

/** The tokens of a resource owner (RFC 6749 §4.3.3), bound as the client has proved before. */
function describeTokens(
  { request, service, now }: TokenIssueCall,
  ticket: TokenTicket,
  client: Client,
): TokenSpec {
  const { clientIdAliasUsed, scopes, jkt, certificateThumbprint } = ticket
  const { accessToken, accessTokenDuration, refreshTokenDuration: seconds, properties } = request
  const resources = omitEmpty(ticket.resources)
  return compact({
    service,
    client,
    now,
    grantType: 'PASSWORD' as const,
    subject: String(request.subject),
    scopes,
    details: compact({
      clientIdAliasUsed,
      properties: omitEmpty(properties),
      resources,
      accessTokenResources: resources,
      authorizationDetails: omitEmpty(ticket.authorizationDetails),
    }),
    jkt,
    certificateThumbprint,
    accessToken: accessToken || undefined,
    accessTokenSeconds: accessTokenDuration,
    refreshToken: allowsRefreshTokens(service, client) ? compact({ seconds }) : undefined,
  })
}
