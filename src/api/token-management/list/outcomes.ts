import type { BareRow, OutcomeRow } from '../../../outcome/outcome.ts'

export type ListRefusal =
  'start_malformed' | 'start_negative' | 'end_malformed' | 'end_negative' | 'page_too_long' | 'client_unknown'

export type ListReason = 'listed' | ListRefusal

const list = 'Authlete API 3.0, GET /auth/token/get/list'

/** Every answer that GET /auth/token/get/list can give, in the order of the checks. */
// prettier-ignore
export const tokenListOutcomes = {
  listed: { status: 200, clause: list, source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  start_malformed: { status: 400, resultCode: 'A159201', message: "Parameter 'start' failed to be parsed as int.", clause: list, source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  start_negative: { status: 400, resultCode: 'A159202', message: "Parameter 'start' must not be negative.", clause: list, source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  end_malformed: { status: 400, resultCode: 'A159203', message: "Parameter 'end' failed to be parsed as int.", clause: list, source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  end_negative: { status: 400, resultCode: 'A159204', message: "Parameter 'end' must not be negative.", clause: list, source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  page_too_long: { status: 400, resultCode: 'A159205', message: 'The requested number of access tokens to be returned from this endpoint exceeds the maximum number (1000).', clause: list, source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_unknown: { status: 404, resultCode: 'A001218', message: '/auth/token/get/list, The client (identifier = {identifier}) does not exist.', clause: list, source: 'inferred', conditionSource: 'inferred', messageSource: 'documented' },
} as const satisfies Record<ListReason, BareRow | OutcomeRow>
