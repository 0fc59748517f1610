import {
  TicketInfoRequestSchema,
  TicketInfoResponseSchema,
  TicketUpdateRequestSchema,
  TicketUpdateResponseSchema,
} from '../../../../schema/authorization/tickets.ts'
import { writeAnswer, type ApiAnswer } from '../../../outcome/outcome.ts'
import { defineRoute, type ApiRoute } from '../../shared/api-route.ts'
import type { ApiTools } from '../../shared/api-tools.ts'
import { getTicketInfo, updateTicket, type TicketDecision } from './decision.ts'
import { ticketInfoOutcomes } from './outcomes.ts'

const common = { method: 'POST', tag: 'Authorization Endpoint', right: 'USE_SERVICE' } as const

/** Authlete's `POST /api/{serviceId}/auth/authorization/ticket/info` and `/ticket/update`. */
export function ticketRoutes(tools: ApiTools): readonly ApiRoute[] {
  return [
    defineRoute({
      ...common,
      path: '/auth/authorization/ticket/info',
      operationId: 'getAuthorizationTicketInfo',
      summary: 'Get Ticket Information',
      description: 'Returns the text that was stored with a ticket.',
      body: TicketInfoRequestSchema,
      response: TicketInfoResponseSchema,
      answer: async (call) => answerTicket(await getTicketInfo(call, tools)),
    }),
    defineRoute({
      ...common,
      path: '/auth/authorization/ticket/update',
      operationId: 'updateAuthorizationTicket',
      summary: 'Update Ticket Information',
      description: 'Stores a text with a ticket.',
      body: TicketUpdateRequestSchema,
      response: TicketUpdateResponseSchema,
      answer: async (call) => answerTicket(await updateTicket(call, tools)),
    }),
  ]
}

function answerTicket({ reason: decided, info, trace }: TicketDecision): ApiAnswer {
  const reason = decided === 'crash' ? 'ticket_info_crash' : decided
  return writeAnswer(reason, ticketInfoOutcomes[reason], { members: { info }, trace })
}
