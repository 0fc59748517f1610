import type { TicketInfoRequest, TicketUpdateRequest } from '../../../../schema/authorization/tickets.ts'
import { sha256 } from '../../../base/digest.ts'
import {
  checkInfoPresent,
  checkTicketAlive,
  checkTicketKnown,
  checkTicketPresent,
} from '../../../oauth/authorization/ticket.ts'
import type { ApiTools } from '../../shared/api-tools.ts'
import { defineDecision, type Decision, type OpenCall } from '../../shared/decision.ts'
import type { InfoRefusal, UpdateRefusal } from './outcomes.ts'

interface TicketFacts {
  /** The information stored with the ticket, in the requested form. */
  info: string | { readonly context?: string }
}

export type TicketDecision = Decision<
  'ticket_shown' | 'ticket_updated' | InfoRefusal | UpdateRefusal,
  TicketFacts
>

type Tools = Pick<ApiTools, 'store' | 'onUnexpectedError'>

/** Decides one call of POST /auth/authorization/ticket/info. */
export const getTicketInfo = defineDecision(
  async (
    { request, service, now, check, facts }: OpenCall<TicketInfoRequest, InfoRefusal, TicketFacts>,
    { store }: Tools,
  ) => {
    const { ticket: presented = '' } = request
    const missing = check(checkTicketPresent(presented, 'info'))
    if (missing !== undefined) return missing
    const ticket = (await store.findPending(service.generation, 'ticket', sha256(presented)))?.content
    if (ticket === undefined) return check(checkTicketKnown(ticket, 'info', presented))
    const expired = check(checkTicketAlive(ticket, now, 'info'))
    if (expired !== undefined) return expired
    facts.info = ticket.info === undefined ? {} : { context: ticket.info }
    return 'ticket_shown'
  },
)

/** Decides one call of POST /auth/authorization/ticket/update. */
export const updateTicket = defineDecision(
  async (
    { request, service, now, check, facts }: OpenCall<TicketUpdateRequest, UpdateRefusal, TicketFacts>,
    { store }: Tools,
  ) => {
    const { ticket: presented = '' } = request
    const missing = check(checkTicketPresent(presented, 'update'))
    if (missing !== undefined) return missing
    const context = check.find(checkInfoPresent(readContext(request.info)))
    if (context.refusal !== undefined) return context.refusal
    const ticketHash = sha256(presented)
    const ticket = (await store.findPending(service.generation, 'ticket', ticketHash))?.content
    if (ticket === undefined) return check(checkTicketKnown(ticket, 'update', presented))
    const expired = check(checkTicketAlive(ticket, now, 'update'))
    if (expired !== undefined) return expired
    const updated = await store.updatePending(service.generation, 'ticket', ticketHash, (kept) => ({
      ...kept,
      info: context.value,
    }))
    if (!updated) return check(checkTicketKnown(undefined, 'update', presented))
    facts.info = typeof request.info === 'string' ? context.value : { context: context.value }
    return 'ticket_updated'
  },
)

/** The live API accepts an object, typed clients of the published document send and expect a string. */
function readContext(info: TicketUpdateRequest['info']): string | undefined {
  return typeof info === 'string' ? info : info?.context
}
