import type { TicketInfoRequest, TicketUpdateRequest } from '../../../../schema/authorization/tickets.ts'
import { withServerError, type ApiTools } from '../../shared/api-tools.ts'
import { sha256 } from '../../../base/digest.ts'
import {
  checkInfoPresent,
  checkTicketAlive,
  checkTicketKnown,
  checkTicketPresent,
} from '../../../oauth/authorization/ticket.ts'
import { writeAnswer, type ApiAnswer } from '../../../outcome/outcome.ts'
import { checkInto, type Fail, type Verdict } from '../../../base/verdict.ts'
import type { AuthorizationCall } from '../request/decision.ts'
import {
  ticketInfoOutcomes,
  type InfoRefusal,
  type TicketInfoReason,
  type UpdateRefusal,
} from './outcomes.ts'

/** What stands beside a ticket, in the form in which it was asked for. */
type TicketInfo = string | { readonly context?: string }

type Ruling<Refusal extends TicketInfoReason> =
  | { readonly reason: 'ticket_shown' | 'ticket_updated'; readonly info: TicketInfo }
  | Fail<Refusal>
  | { readonly reason: 'crash' }

type Tools = Pick<ApiTools, 'store' | 'onUnexpectedError'>

/** Decides and answers one call of POST /auth/authorization/ticket/info. */
export async function showTicket(
  { request, service, now }: AuthorizationCall<TicketInfoRequest>,
  { store, onUnexpectedError }: Tools,
): Promise<ApiAnswer> {
  const trace: Verdict<InfoRefusal>[] = []
  const check = checkInto(trace)
  const { ticket: presented = '' } = request
  const ruling = await withServerError<Ruling<InfoRefusal>>(async () => {
    const missing = check(checkTicketPresent(presented, 'info'))
    if (missing !== undefined) return missing
    const ticket = (await store.findPending(service.generation, 'ticket', sha256(presented)))?.content
    if (ticket === undefined) return check(checkTicketKnown(ticket, 'info', presented))
    const refusal = check(checkTicketAlive(ticket, now, 'info'))
    if (refusal !== undefined) return refusal
    return { reason: 'ticket_shown', info: ticket.info === undefined ? {} : { context: ticket.info } }
  }, onUnexpectedError)
  return answer(ruling, trace)
}

/** Decides and answers one call of POST /auth/authorization/ticket/update. */
export async function updateTicket(
  { request, service, now }: AuthorizationCall<TicketUpdateRequest>,
  { store, onUnexpectedError }: Tools,
): Promise<ApiAnswer> {
  const trace: Verdict<UpdateRefusal>[] = []
  const check = checkInto(trace)
  const { ticket: presented = '' } = request
  const ruling = await withServerError<Ruling<UpdateRefusal>>(async () => {
    const context = readContext(request.info)
    const missing = check(checkTicketPresent(presented, 'update'))
    if (missing !== undefined) return missing
    if (context === undefined) return check(checkInfoPresent(context))
    check(checkInfoPresent(context))
    const ticketHash = sha256(presented)
    const ticket = (await store.findPending(service.generation, 'ticket', ticketHash))?.content
    if (ticket === undefined) return check(checkTicketKnown(ticket, 'update', presented))
    const refusal = check(checkTicketAlive(ticket, now, 'update'))
    if (refusal !== undefined) return refusal
    const updated = await store.updatePending(service.generation, 'ticket', ticketHash, (kept) => ({
      ...kept,
      info: context,
    }))
    if (!updated) return check(checkTicketKnown(undefined, 'update', presented))
    return { reason: 'ticket_updated', info: typeof request.info === 'string' ? context : { context } }
  }, onUnexpectedError)
  return answer(ruling, trace)
}

/** The live API takes an object, typed clients of the published document send and expect a string. */
function readContext(info: TicketUpdateRequest['info']): string | undefined {
  return typeof info === 'string' ? info : info?.context
}

function answer(
  ruling: Ruling<InfoRefusal | UpdateRefusal> | { readonly reason: 'crash' },
  trace: readonly Verdict[],
): ApiAnswer {
  const reason = ruling.reason === 'crash' ? 'ticket_info_crash' : ruling.reason
  const info = 'info' in ruling ? ruling.info : undefined
  return writeAnswer(reason, ticketInfoOutcomes[reason], { members: { info }, trace })
}
