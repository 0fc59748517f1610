import { excerpt, failed, passed, type Verdict } from '../verdict.ts'
import type { RequestParameters } from './parameters.ts'

export type TokenResourceReason =
  'resource_malformed' | 'resource_relative' | 'resource_with_fragment' | 'resource_not_granted'

const rule = { check: 'resource', clause: 'RFC 8707 §2, §2.2', source: 'documented' } as const

/** Printable ASCII without the characters that RFC 3986 §2 leaves out. */
const uriText = /^[!#$%&'()*+,\-./0-9:;=?@A-Z[\]_a-z~]+$/

/**
 * RFC 8707 §2, §2.2: every resource is an absolute URI without a fragment, and one of those that were granted, where
 * any were.
 */
export function checkTokenResources(
  parameters: RequestParameters,
  granted: readonly string[],
): Verdict<TokenResourceReason> {
  for (const resource of parameters.all('resource')) {
    const reason = findFlaw(resource)
    if (reason !== undefined) return failed(rule, reason, { actual: excerpt(resource) })
    const covered = granted.length === 0 || granted.includes(resource)
    if (!covered) return failed(rule, 'resource_not_granted', { actual: excerpt(resource) })
  }
  return passed(rule)
}

function findFlaw(resource: string): TokenResourceReason | undefined {
  if (!uriText.test(resource) || /%(?![0-9A-Fa-f]{2})/.test(resource)) return 'resource_malformed'
  if (!/^[A-Za-z][A-Za-z0-9+.-]*:/.test(resource)) return 'resource_relative'
  return resource.includes('#') ? 'resource_with_fragment' : undefined
}

/** The resources that a token is for: those that were asked for, or all that were granted (RFC 8707 §2.2). */
export function chooseTokenResources(
  parameters: RequestParameters,
  granted: readonly string[],
): readonly string[] {
  const asked = [...new Set(parameters.all('resource'))]
  return asked.length === 0 ? granted : asked
}
