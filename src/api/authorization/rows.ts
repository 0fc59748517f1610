import type { OutcomeRow } from '../../outcome/outcome.ts'

export interface AuthorizationOutcomeRow extends OutcomeRow {
  readonly status: 200
  readonly action:
    | 'INTERACTION'
    | 'NO_INTERACTION'
    | 'LOCATION'
    | 'FORM'
    | 'BAD_REQUEST'
    | 'INTERNAL_SERVER_ERROR'
    | 'CREATED'
    | 'UNAUTHORIZED'
    | 'PAYLOAD_TOO_LARGE'
    | 'OK'
    | 'NOT_FOUND'
    | 'CALLER_ERROR'
    | 'AUTHLETE_ERROR'
}

/** The labels of these rows. Of a code that Authlete lists, the condition is inferred from the text. */
export const documented = {
  status: 200,
  source: 'documented',
  conditionSource: 'inferred',
  messageSource: 'documented',
} as const

export const inferred = {
  status: 200,
  source: 'inferred',
  conditionSource: 'inferred',
  messageSource: 'inferred',
} as const

export const assumed = {
  status: 200,
  source: 'assumed',
  conditionSource: 'assumed',
  messageSource: 'assumed',
} as const
