import { explain, resultMessage, type ApiAnswer, type OutcomeRow } from './outcome.ts'
import type { Verdict } from '../base/verdict.ts'

/** Why a call is refused before it reaches its API. */
export type FrontDoorReason =
  | 'head_malformed'
  | 'path_unknown'
  | 'method_not_allowed'
  | 'authorization_missing'
  | 'authorization_malformed'
  | 'api_token_unusable'
  | 'api_token_insufficient'
  | 'service_unknown'
  | 'content_type_missing'
  | 'media_type_unsupported'
  | 'coding_unsupported'
  | 'body_empty'
  | 'body_too_large'
  | 'body_malformed'
  | 'front_door_crash'

const authentication = 'Authlete API 3.0, Authentication'

// prettier-ignore
export const frontDoorOutcomes = {
  head_malformed: { status: 400, resultCode: '400', message: 'The request cannot be taken: {detail}.', clause: 'RFC 9112 §3.2', source: 'assumed', conditionSource: 'assumed', messageSource: 'assumed' },
  path_unknown: { status: 404, resultCode: '404', message: '{method} {path} is not an API of this mock. {advice}', clause: 'RFC 9110 §15.5.5', source: 'assumed', conditionSource: 'documented', messageSource: 'assumed' },
  method_not_allowed: { status: 405, resultCode: '405', message: '{path} does not take {method}. It takes {allowed}.', clause: 'RFC 9110 §15.5.6', source: 'assumed', conditionSource: 'observed', messageSource: 'assumed' },
  authorization_missing: { status: 401, resultCode: 'A001202', message: '{path}, Authorization header is missing.', clause: authentication, source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  authorization_malformed: { status: 400, resultCode: 'A001203', message: '{path}, Credentials in Authorization header are malformed: {value}', clause: authentication, source: 'inferred', conditionSource: 'inferred', messageSource: 'documented' },
  api_token_unusable: { status: 401, resultCode: 'A458101', message: '({path}) The access token presented is not valid', clause: authentication, source: 'observed', conditionSource: 'observed', messageSource: 'inferred' },
  api_token_insufficient: { status: 403, resultCode: 'A457101', message: '({path}) Function requires access rights ([{right}]) for service ({serviceId}), access token does not have sufficient access.', clause: authentication, source: 'observed', conditionSource: 'observed', messageSource: 'observed' },
  service_unknown: { status: 404, resultCode: 'A458203', message: '({path}) Service not found', clause: authentication, source: 'documented', conditionSource: 'documented', messageSource: 'inferred' },
  content_type_missing: { status: 400, resultCode: 'A258201', message: '{path}, Content-Type header is not specified.', clause: 'RFC 9110 §8.3', source: 'observed', conditionSource: 'observed', messageSource: 'documented' },
  media_type_unsupported: { status: 415, resultCode: 'A126202', message: 'The request body has a media type other than {allowed}.', clause: 'RFC 9110 §15.5.16', source: 'assumed', conditionSource: 'assumed', messageSource: 'assumed' },
  coding_unsupported: { status: 415, resultCode: 'A126202', message: 'The request body cannot be read: {detail}.', clause: 'RFC 9110 §15.5.16', source: 'assumed', conditionSource: 'assumed', messageSource: 'assumed' },
  body_empty: { status: 400, resultCode: 'A126203', message: 'The request body is missing or empty.', clause: 'Authlete API 3.0, request body', source: 'observed', conditionSource: 'observed', messageSource: 'observed' },
  body_too_large: { status: 413, resultCode: 'A126202', message: 'The request body is larger than 1 MiB.', clause: 'RFC 9110 §15.5.14', source: 'assumed', conditionSource: 'assumed', messageSource: 'assumed' },
  body_malformed: { status: 400, resultCode: 'A126202', message: 'The request body has a wrong shape: {detail}.', clause: 'Authlete API 3.0, request body', source: 'observed', conditionSource: 'observed', messageSource: 'assumed' },
  front_door_crash: { status: 500, resultCode: 'A001101', message: '{path}, Authlete Server error.', clause: 'Authlete API 3.0, 500', source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
} as const satisfies Record<FrontDoorReason, OutcomeRow>

/** The `WWW-Authenticate` field for a refused caller. */
export const callerChallenge = 'Bearer realm="authlete"'

/** The answer to a call that is refused at the front door: code and text, nothing else. */
export function answerFrontDoor(
  reason: FrontDoorReason,
  values: Readonly<Record<string, string>>,
  trace: readonly Verdict[],
): ApiAnswer {
  const row: OutcomeRow = frontDoorOutcomes[reason]
  return {
    status: row.status,
    body: { resultCode: row.resultCode, resultMessage: resultMessage(row, values) },
    explanation: explain(reason, row, trace),
  }
}
