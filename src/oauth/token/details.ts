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

/** RFC 9396 §6: the requested details, without an authorization, are ones that the client may request at all. */
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
 * RFC 9396 §6, §6.1: the requested details are among the granted ones. Only the type of a detail could define that one
 * is less than another, so each must equal a granted one, in any order of members.
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

/** Canonical JSON, for comparing values (RFC 9396 §6.1 compares no text). */
function writeInOrder(detail: AuthorizationDetail): string {
  return JSON.stringify(detail, (_, value: unknown) =>
    isJsonObject(value) ? Object.fromEntries(Object.entries(value).toSorted(compareNames)) : value,
  )
}

function compareNames([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1
}

/** The details of a token: the requested ones, or all that were granted (RFC 9396 §6). */
export function chooseTokenDetails(
  parameters: RequestParameters,
  granted: readonly AuthorizationDetail[] = [],
): readonly AuthorizationDetail[] {
  return parameters.get('authorization_details') === undefined
    ? granted
    : readAuthorizationDetails(parameters)
}
