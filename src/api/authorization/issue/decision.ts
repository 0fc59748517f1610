import type { AuthorizationIssueRequest } from '../../../../schema/authorization/requests.ts'
import type { ApiTools } from '../../shared/api-tools.ts'
import { defineDecision, type Decision, type OpenCall } from '../../shared/decision.ts'
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
import { checkScopesKept } from '../../../oauth/scopes.ts'
import { checkRequestUnused } from '../../../oauth/authorization/reference.ts'
import { checkClientStillUnlocked } from '../../../oauth/authorization/requesting-client.ts'
import {
  checkTicketAlive,
  checkTicketKnown,
  checkTicketPresent,
} from '../../../oauth/authorization/ticket.ts'
import type { IssueReason, IssueRefusal } from './outcomes.ts'

const standardCodeSeconds = 600

interface IssueFacts {
  /** Present if the client gets an answer, either a code or a refusal. */
  ticket: AuthorizationTicket
  authorizationCode: string
  code: AuthorizationCode
}

type IssueCall = OpenCall<AuthorizationIssueRequest, IssueRefusal, IssueFacts>
export type IssueDecision = Decision<IssueReason, IssueFacts>

/** Decides one call of POST /auth/authorization/issue: ticket, client, consent, subject, the rest of the call, grant; then a code. */
export const issueCode = defineDecision(async (call: IssueCall, { store, random }: ApiTools) => {
  const { request, service, now, check, facts } = call
  const { subject = '', ticket: presented = '' } = request
  const missing = check(checkTicketPresent(presented, 'issue'))
  if (missing !== undefined) return missing
  const known = check.find(checkTicketKnown(await findTicket(presented, call, store), 'issue', presented))
  if (known.refusal !== undefined) return known.refusal
  const { ticket, client } = known.value
  const documents = readConsentDocuments(request)
  const refusal =
    check(checkTicketAlive(ticket, now, 'issue')) ??
    check(checkClientStillUnlocked(client)) ??
    check(checkConsentAskedFor(ticket.request)) ??
    check(checkSubject(subject)) ??
    check(checkAcr(request.acr)) ??
    check(checkClaimValues(documents)) ??
    check(checkIdTokenHeader(documents)) ??
    check(checkConsentedDetails(documents))
  if (refusal !== undefined) return refusal

  const { grantId } = ticket.request
  const grant = grantId === undefined ? undefined : await store.findGrant(service.generation, grantId)
  const grantRefusal = check(checkConsentedGrant(grantId, grant, subject))
  if (grantRefusal !== undefined) {
    await store.endPending(service.generation, 'ticket', ticket.ticketHash)
    facts.ticket = ticket
    return grantRefusal
  }
  const authorizationCode = random.token()
  const code = makeCode(authorizationCode, ticket, client, documents, call)
  check(checkScopesKept(request.scopes ?? [], code.scopes, service, client))
  check(checkAuthenticationTime(code.authTime, code.scopes, ticket.request, client))
  const issue = await store.issueCode(service.generation, ticket.ticketHash, code)
  if (issue === 'ticket_gone') return check(checkTicketKnown(undefined, 'issue', presented))
  const used = check(checkRequestUnused(issue !== 'request_used'))
  if (used !== undefined) return used
  Object.assign(facts, { ticket, authorizationCode, code })
  return 'code_issued'
})

/** Finds a ticket and its client; deleting a client deletes its tickets. */
async function findTicket(
  presented: string,
  { service: { generation } }: IssueCall,
  store: Pick<ApiTools['store'], 'findPending' | 'findClient'>,
): Promise<{ readonly ticket: AuthorizationTicket; readonly client: Client } | undefined> {
  const ticket = (await store.findPending(generation, 'ticket', sha256(presented)))?.content
  const client = ticket && (await store.findClient(generation, { clientId: ticket.request.clientId }))
  return client && { ticket, client }
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
