import type { AuthorizationIssueRequest } from '../../../schema/authorization/requests.ts'
import { orCrash, type ApiTools } from '../shared/api-tools.ts'
import { sha256 } from '../../base/digest.ts'
import type { AuthorizationCode, AuthorizationTicket } from '../../model/authorization.ts'
import type { Client } from '../../model/client.ts'
import { checkAuthenticationTime } from '../../oauth/authorization/authentication-time.ts'
import { chooseSeconds } from '../../oauth/token/durations.ts'
import { checkConsentedGrant } from '../../oauth/grants/grant-request.ts'
import { checkConsentAskedFor } from '../../oauth/authorization/interaction.ts'
import {
  checkAcr,
  checkClaimValues,
  checkConsentedDetails,
  checkIdTokenHeader,
  checkSubject,
  readConsent,
  readConsentDocuments,
  type ConsentDocuments,
} from '../../oauth/authorization/consent.ts'
import { checkRequestUnused } from '../../oauth/authorization/reference.ts'
import { checkClientStillUnlocked } from '../../oauth/authorization/requesting-client.ts'
import { checkTicketAlive, checkTicketKnown, checkTicketPresent } from '../../oauth/authorization/ticket.ts'
import { judgeInto, type Fail, type Verdict } from '../../base/verdict.ts'
import type { AuthorizationCall } from './authorize.ts'
import type { IssueRefusal } from './ticket-outcomes.ts'

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
  const ruling = await orCrash(() => decide(call, tools, trace), tools.reportCrash)
  return { ruling, trace }
}

async function decide(
  { request, service, now }: IssueCall,
  { store, random }: ApiTools,
  trace: Verdict<IssueRefusal>[],
): Promise<Issued | Refused> {
  const judge = judgeInto(trace)
  const { subject = '', ticket: presented = '' } = request
  const missing = judge(checkTicketPresent(presented, 'issue'))
  if (missing !== undefined) return { refusal: missing }
  const ticketHash = sha256(presented)
  const ticket = await store.findTicket(service.generation, ticketHash)
  if (ticket === undefined) return { refusal: judge(checkTicketKnown(ticket, 'issue', presented)) }
  const client = await store.findClient(service.generation, ticket.request.clientId)
  // A client that is deleted takes its tickets with it.
  if (client === undefined) return { refusal: judge(checkTicketKnown(undefined, 'issue', presented)) }
  const documents = readConsentDocuments(request)
  const unusable =
    judge(checkTicketKnown(ticket, 'issue', presented)) ??
    judge(checkTicketAlive(ticket, now, 'issue')) ??
    judge(checkClientStillUnlocked(client)) ??
    judge(checkConsentAskedFor(ticket.request)) ??
    judge(checkSubject(subject)) ??
    judge(checkAcr(request.acr)) ??
    judge(checkClaimValues(documents)) ??
    judge(checkIdTokenHeader(documents)) ??
    judge(checkConsentedDetails(documents))
  if (unusable !== undefined) return { refusal: unusable }

  const { grantId } = ticket.request
  const grant = grantId === undefined ? undefined : await store.findGrant(service.generation, grantId)
  const withdrawn = judge(checkConsentedGrant(grantId, grant, subject))
  if (withdrawn !== undefined) {
    await store.endTicket(service.generation, ticketHash)
    return { refusal: withdrawn, ticket }
  }
  const authorizationCode = random.token()
  const code = makeCode(authorizationCode, ticket, client, documents, { request, service, now })
  judge(checkAuthenticationTime(code.authTime, code.scopes, ticket.request, client))
  const issue = await store.issueCode(service.generation, ticketHash, code)
  if (issue === 'ticket_gone') return { refusal: judge(checkTicketKnown(undefined, 'issue', presented)) }
  const used = judge(checkRequestUnused(issue !== 'request_used'))
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
