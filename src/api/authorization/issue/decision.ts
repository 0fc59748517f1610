import type { AuthorizationIssueRequest } from '../../../../schema/authorization/requests.ts'
import { withServerError, type ApiTools } from '../../shared/api-tools.ts'
import { sha256 } from '../../../base/digest.ts'
import type { AuthorizationCode, AuthorizationTicket } from '../../../model/authorization.ts'
import type { Client } from '../../../model/client.ts'
import { checkAuthenticationTime } from '../../../oauth/authorization/authentication-time.ts'
import { chooseSeconds } from '../../../oauth/token/durations.ts'
import { checkConsentedGrant } from '../../../oauth/grants/grant-request.ts'
import { checkConsentAskedFor } from '../../../oauth/authorization/interaction.ts'
import {
  checkAcr,
  checkClaimValues,
  checkConsentedDetails,
  checkIdTokenHeader,
  checkSubject,
  readConsent,
  readConsentDocuments,
  type ConsentDocuments,
} from '../../../oauth/authorization/consent.ts'
import { checkRequestUnused } from '../../../oauth/authorization/reference.ts'
import { checkClientStillUnlocked } from '../../../oauth/authorization/requesting-client.ts'
import {
  checkTicketAlive,
  checkTicketKnown,
  checkTicketPresent,
} from '../../../oauth/authorization/ticket.ts'
import { checkInto, type Fail, type Verdict } from '../../../base/verdict.ts'
import type { AuthorizationCall } from '../request/decision.ts'
import type { IssueRefusal } from './outcomes.ts'

const standardCodeSeconds = 600

interface Issued {
  readonly ticket: AuthorizationTicket
  readonly authorizationCode: string
  readonly code: AuthorizationCode
}

interface Refused {
  readonly refusal: Fail<IssueRefusal>
  readonly ticket?: AuthorizationTicket
}

export type IssueRuling = Issued | Refused | { readonly reason: 'crash' }

type IssueCall = AuthorizationCall<AuthorizationIssueRequest>

/** Decides one call of POST /auth/authorization/issue: ticket, client, consent, subject, the rest of the call, grant; then a code. */
export async function issueCode(
  call: IssueCall,
  tools: ApiTools,
): Promise<{ readonly ruling: IssueRuling; readonly trace: readonly Verdict[] }> {
  const trace: Verdict<IssueRefusal>[] = []
  const ruling = await withServerError(() => decide(call, tools, trace), tools.onUnexpectedError)
  return { ruling, trace }
}

async function decide(
  { request, service, now }: IssueCall,
  { store, random }: ApiTools,
  trace: Verdict<IssueRefusal>[],
): Promise<Issued | Refused> {
  const check = checkInto(trace)
  const { subject = '', ticket: presented = '' } = request
  const missing = check(checkTicketPresent(presented, 'issue'))
  if (missing !== undefined) return { refusal: missing }
  const ticketHash = sha256(presented)
  const ticket = (await store.findPending(service.generation, 'ticket', ticketHash))?.content
  if (ticket === undefined) return { refusal: check(checkTicketKnown(ticket, 'issue', presented)) }
  const client = await store.findClient(service.generation, { clientId: ticket.request.clientId })
  // A client that is deleted takes its tickets with it.
  if (client === undefined) return { refusal: check(checkTicketKnown(undefined, 'issue', presented)) }
  const documents = readConsentDocuments(request)
  const unusable =
    check(checkTicketKnown(ticket, 'issue', presented)) ??
    check(checkTicketAlive(ticket, now, 'issue')) ??
    check(checkClientStillUnlocked(client)) ??
    check(checkConsentAskedFor(ticket.request)) ??
    check(checkSubject(subject)) ??
    check(checkAcr(request.acr)) ??
    check(checkClaimValues(documents)) ??
    check(checkIdTokenHeader(documents)) ??
    check(checkConsentedDetails(documents))
  if (unusable !== undefined) return { refusal: unusable }

  const { grantId } = ticket.request
  const grant = grantId === undefined ? undefined : await store.findGrant(service.generation, grantId)
  const refusal = check(checkConsentedGrant(grantId, grant, subject))
  if (refusal !== undefined) {
    await store.endPending(service.generation, 'ticket', ticketHash)
    return { refusal, ticket }
  }
  const authorizationCode = random.token()
  const code = makeCode(authorizationCode, ticket, client, documents, { request, service, now })
  check(checkAuthenticationTime(code.authTime, code.scopes, ticket.request, client))
  const issue = await store.issueCode(service.generation, ticketHash, code)
  if (issue === 'ticket_gone') return { refusal: check(checkTicketKnown(undefined, 'issue', presented)) }
  const used = check(checkRequestUnused(issue !== 'request_used'))
  return used === undefined ? { ticket, authorizationCode, code } : { refusal: used }
}

function makeCode(
  value: string,
  ticket: AuthorizationTicket,
  client: Client,
  documents: ConsentDocuments,
  { request, service, now }: IssueCall,
): AuthorizationCode {
  return {
    codeHash: sha256(value),
    subject: String(request.subject),
    ...readConsent(request, documents, ticket.request, service, client),
    createdAt: now,
    expiresAt: now + chooseSeconds(service.properties.authorizationCodeDuration, standardCodeSeconds) * 1000,
  }
}
