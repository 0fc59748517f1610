import { Type, type Static } from '@sinclair/typebox'
import {
  ResponseContentSchema,
  ResultCodeSchema,
  ResultMessageSchema,
  TicketInfoSchema,
  TicketSchema,
} from './words.ts'
import { OneOf } from '../one-of.ts'

/** Authlete's `authorization_fail_request`, with the reasons that only authlete-java-common 4.46 names: the last three. */
export const AuthorizationFailRequestSchema = Type.Object({
  ticket: Type.Optional(TicketSchema),
  reason: Type.Optional(
    OneOf(
      [
        'UNKNOWN',
        'NOT_LOGGED_IN',
        'MAX_AGE_NOT_SUPPORTED',
        'EXCEEDS_MAX_AGE',
        'DIFFERENT_SUBJECT',
        'ACR_NOT_SATISFIED',
        'DENIED',
        'SERVER_ERROR',
        'NOT_AUTHENTICATED',
        'ACCOUNT_SELECTION_REQUIRED',
        'CONSENT_REQUIRED',
        'INTERACTION_REQUIRED',
        'INVALID_TARGET',
        'INVALID_SCOPE',
        'UNAUTHORIZED_CLIENT',
        'TEMPORARILY_UNAVAILABLE',
      ],
      { description: 'Why the request fails.' },
    ),
  ),
  description: Type.Optional(
    Type.String({ description: 'Sent to the client instead of the text of the reason.' }),
  ),
})

export type AuthorizationFailRequest = Static<typeof AuthorizationFailRequestSchema>

/** Authlete's `authorization_fail_response`. */
export const AuthorizationFailResponseSchema = Type.Object({
  resultCode: ResultCodeSchema,
  resultMessage: ResultMessageSchema,
  action: OneOf(['INTERNAL_SERVER_ERROR', 'BAD_REQUEST', 'LOCATION', 'FORM'], {
    description: 'What the authorization server has to do next.',
  }),
  responseContent: ResponseContentSchema,
})

/** Authlete's `authorization_ticket_info_request`. */
export const TicketInfoRequestSchema = Type.Object({ ticket: Type.Optional(TicketSchema) })

export type TicketInfoRequest = Static<typeof TicketInfoRequestSchema>

/**
 * Authlete's `authorization_ticket_update_request`. The live API accepts `info` as an object; the mock accepts both
 * forms.
 */
export const TicketUpdateRequestSchema = Type.Object({
  ticket: Type.Optional(TicketSchema),
  info: Type.Optional(
    Type.Union([Type.String({ description: 'The text to store with the ticket.' }), TicketInfoSchema]),
  ),
})

export type TicketUpdateRequest = Static<typeof TicketUpdateRequestSchema>

const result = {
  resultCode: ResultCodeSchema,
  resultMessage: ResultMessageSchema,
  action: OneOf(['OK', 'NOT_FOUND', 'CALLER_ERROR', 'AUTHLETE_ERROR'], {
    description: 'The result of the call.',
  }),
}

/** Authlete's `authorization_ticket_info_response`. */
export const TicketInfoResponseSchema = Type.Object({ ...result, info: Type.Optional(TicketInfoSchema) })

/** Authlete's `authorization_ticket_update_response`, with `info` in the form of the request. */
export const TicketUpdateResponseSchema = Type.Object({
  ...result,
  info: Type.Optional(Type.Union([Type.String({ description: 'The text.' }), TicketInfoSchema])),
})
