import { isJsonObject } from '../../base/json.ts'
import type { Client } from '../../model/client.ts'
import type { AuthorizationDetail } from '../../model/grant.ts'
import type { Service } from '../../model/service.ts'
import { excerpt, failed, verdict, type Verdict } from '../../base/verdict.ts'
import {
  checkAuthorizationDetails,
  readAuthorizationDetails,
  type AuthorizationDetailsReason,
} from '../authorization-details.ts'
import type { RequestParameters } from '../parameters.ts'

export type TokenDetailsReason =
  AuthorizationDetailsReason | 'authorization_details_repeated' | 'authorization_details_not_granted'

const rule = {
  check: 'authorization-details-granted',
  clause: 'RFC 9396 §6, §6.1',
  source: 'inferred',
} as const

/** RFC 9396 §6: the details that a client asks for without an authorization are ones that it may ask for at all. */
export function checkRequestedDetails(
  parameters: RequestParameters,
  service: Service,
  client: Client,
): Verdict<TokenDetailsReason> {
  if (parameters.repeated.includes('authorization_details')) {
    return failed({ ...rule, clause: 'RFC 6749 §3.2' }, 'authorization_details_repeated')
  }
  return checkAuthorizationDetails(parameters, service, client)
}

/**
 * RFC 9396 §6, §6.1: a token is for details that were granted, or for some of them. Which detail is less than another one
 * is for its type to say, so that each must be one of those that were granted, whatever the order of its members.
 */
export function checkGrantedDetails(
  parameters: RequestParameters,
  granted: readonly AuthorizationDetail[] = [],
): Verdict<TokenDetailsReason> {
  const covered = new Set(granted.map(writeInOrder))
  const foreign = readAuthorizationDetails(parameters)
    .map(writeInOrder)
    .find((detail) => !covered.has(detail))
  return verdict(rule, foreign === undefined, 'authorization_details_not_granted', {
    expected: `${covered.size} granted`,
    actual: foreign === undefined ? 'granted' : excerpt(foreign),
  })
}

/** JSON that is the same for the same values (RFC 9396 §6.1 compares no text). */
function writeInOrder(detail: AuthorizationDetail): string {
  return JSON.stringify(detail, (_, value: unknown) =>
    isJsonObject(value) ? Object.fromEntries(Object.entries(value).toSorted(compareNames)) : value,
  )
}

function compareNames([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1
}

/** The details that a token is for: those that were asked for, or all that were granted (RFC 9396 §6). */
export function chooseTokenDetails(
  parameters: RequestParameters,
  granted: readonly AuthorizationDetail[] = [],
): readonly AuthorizationDetail[] {
  return parameters.get('authorization_details') === undefined
    ? granted
    : readAuthorizationDetails(parameters)
}
