import type { AuthorizationOutcomeRow } from '../rows.ts'
import { assumed } from '../rows.ts'

export type InfoRefusal = 'info_ticket_missing' | 'info_ticket_unknown' | 'info_ticket_expired'
export type UpdateRefusal =
  'update_ticket_missing' | 'update_ticket_unknown' | 'update_ticket_expired' | 'update_info_missing'

export type TicketInfoReason =
  'ticket_shown' | 'ticket_updated' | 'ticket_info_crash' | InfoRefusal | UpdateRefusal

const found = { ...assumed, action: 'OK' } as const
const wrongTicketCall = { ...assumed, action: 'CALLER_ERROR' } as const
const gone = { ...assumed, action: 'NOT_FOUND' } as const

/** Every answer of the two APIs for the information of a ticket. Authlete publishes none of their codes. */
// prettier-ignore
export const ticketInfoOutcomes = {
  ticket_shown: { ...found, resultCode: 'A299001', message: 'The information about the ticket was found.', clause: 'Authlete AuthorizationTicketInfoResponse OK', conditionSource: 'documented' },
  info_ticket_missing: { ...wrongTicketCall, resultCode: 'A299201', message: "The value of 'ticket' in the /api/auth/authorization/ticket/info request is null or empty.", clause: 'Authlete AuthorizationTicketInfoRequest ticket', conditionSource: 'documented' },
  info_ticket_unknown: { ...gone, resultCode: 'A299202', message: 'There is no entity having the ticket specified in the /api/auth/authorization/ticket/info request.', clause: 'Authlete AuthorizationTicketInfoResponse NOT_FOUND', conditionSource: 'documented' },
  info_ticket_expired: { ...gone, resultCode: 'A299301', message: 'The ticket in the /api/auth/authorization/ticket/info request has expired.', clause: 'Authlete AuthorizationTicketInfoResponse NOT_FOUND' },
  ticket_updated: { ...found, resultCode: 'A299002', message: 'The information about the ticket was updated.', clause: 'Authlete AuthorizationTicketUpdateResponse OK', conditionSource: 'documented' },
  update_ticket_missing: { ...wrongTicketCall, resultCode: 'A299203', message: "The value of 'ticket' in the /api/auth/authorization/ticket/update request is null or empty.", clause: 'Authlete AuthorizationTicketUpdateRequest ticket', conditionSource: 'documented' },
  update_info_missing: { ...wrongTicketCall, resultCode: 'A299204', message: "The /api/auth/authorization/ticket/update request does not contain 'info'.", clause: 'Authlete AuthorizationTicketUpdateRequest info' },
  update_ticket_unknown: { ...gone, resultCode: 'A299205', message: 'There is no entity having the ticket specified in the /api/auth/authorization/ticket/update request.', clause: 'Authlete AuthorizationTicketUpdateResponse NOT_FOUND', conditionSource: 'documented' },
  update_ticket_expired: { ...gone, resultCode: 'A299302', message: 'The ticket in the /api/auth/authorization/ticket/update request has expired.', clause: 'Authlete AuthorizationTicketUpdateResponse NOT_FOUND' },
  ticket_info_crash: { ...assumed, action: 'AUTHLETE_ERROR', resultCode: 'A299101', message: 'Authlete Server error.', clause: 'Authlete AuthorizationTicketInfoResponse AUTHLETE_ERROR', conditionSource: 'documented' },
} as const satisfies Record<TicketInfoReason, AuthorizationOutcomeRow>
