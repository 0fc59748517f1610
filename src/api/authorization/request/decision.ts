import type { AuthorizationRequestBody } from '../../../../schema/authorization/requests.ts'
import { withServerError, type ApiTools } from '../../shared/api-tools.ts'
import { sha256 } from '../../../base/digest.ts'
import type { Service } from '../../../model/service.ts'
import type { Grant } from '../../../model/grant.ts'
import type { AuthorizationRequest } from '../../../model/authorization.ts'
import { checkInto, type Fail, type Verdict } from '../../../base/verdict.ts'
import { validateRequest, type Destination, type ResolvedRequest } from './validate-request.ts'
import { resolveRequest } from './resolve-request.ts'
import type { RequestRefusal } from './outcomes.ts'

/** How long an end user may take; Authlete does not say how long its tickets last. */
const ticketMilliseconds = 3_600_000

/** `now` is the service's time in epoch milliseconds, read once for the whole call. */
export interface AuthorizationCall<Body> {
  readonly request: Body
  readonly service: Service
  readonly now: number
}

/** A request that now waits for its end user. */
export interface Accepted {
  readonly source: ResolvedRequest
  readonly request: AuthorizationRequest
  readonly grant?: Grant
  readonly ticket: string
}

interface Refused {
  readonly refusal: Fail<RequestRefusal>
  readonly source?: ResolvedRequest
  readonly destination?: Destination
}

export type AuthorizationRuling = Accepted | Refused | { readonly reason: 'crash' }

export interface AuthorizationDecision {
  readonly ruling: AuthorizationRuling
  readonly trace: readonly Verdict[]
}

/** Decides one call of POST /auth/authorization: the client, its parameters, the request; then it gets a ticket. */
export async function authorize(
  call: AuthorizationCall<AuthorizationRequestBody>,
  tools: ApiTools,
): Promise<AuthorizationDecision> {
  const trace: Verdict<RequestRefusal>[] = []
  const ruling = await withServerError(() => decide(call, tools, trace), tools.onUnexpectedError)
  return { ruling, trace }
}

async function decide(
  { request: { parameters, context }, service, now }: AuthorizationCall<AuthorizationRequestBody>,
  { store, random }: ApiTools,
  trace: Verdict<RequestRefusal>[],
): Promise<Accepted | Refused> {
  const check = checkInto(trace)
  const search = await resolveRequest(parameters, { service, now, store, check })
  if (search.refusal !== undefined) return search
  const { source } = search
  const validation = await validateRequest(source, service, store, check)
  if (validation.refusal !== undefined) return { source, ...validation }

  const ticket = random.token()
  await store.savePending(service.generation, 'ticket', {
    ticketHash: sha256(ticket),
    request: validation.request,
    ...(context !== undefined && { info: context }),
    expiresAt: now + ticketMilliseconds,
  })
  return { source, ticket, ...validation }
}
