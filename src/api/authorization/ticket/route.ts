import {
  TicketInfoRequestSchema,
  TicketInfoResponseSchema,
  TicketUpdateRequestSchema,
  TicketUpdateResponseSchema,
} from '../../../../schema/authorization/tickets.ts'
import type { ApiAnswer } from '../../../outcome/outcome.ts'
import { defineRoute, type ApiRoute } from '../../shared/api-route.ts'
import type { ApiTools } from '../../shared/api-tools.ts'
import { createAnswerWriter, type AnswerWriter } from '../../shared/members.ts'
import { getTicketInfo, updateTicket, type TicketDecision } from './decision.ts'
import { ticketInfoOutcomes } from './outcomes.ts'

const writeInfo = createAnswerWriter(TicketInfoResponseSchema)
const writeUpdate = createAnswerWriter(TicketUpdateResponseSchema)

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
      answer: async (call) => answerTicket(await getTicketInfo(call, tools), writeInfo),
    }),
    defineRoute({
      ...common,
      path: '/auth/authorization/ticket/update',
      operationId: 'updateAuthorizationTicket',
      summary: 'Update Ticket Information',
      description: 'Stores a text with a ticket.',
      body: TicketUpdateRequestSchema,
      response: TicketUpdateResponseSchema,
      answer: async (call) => answerTicket(await updateTicket(call, tools), writeUpdate),
    }),
  ]
}

function answerTicket(
  { reason: decided, info, trace }: TicketDecision,
  writeAnswer: AnswerWriter<'info'>,
): ApiAnswer {
  const reason = decided === 'crash' ? 'ticket_info_crash' : decided
  return writeAnswer(reason, ticketInfoOutcomes[reason], { members: { info }, trace })
}
