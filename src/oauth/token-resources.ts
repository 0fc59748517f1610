import { excerpt, failed, passed, type Verdict } from '../base/verdict.ts'
import type { RequestParameters } from './parameters.ts'
import { checkResources, readResources, type ResourceReason } from './resource-indicators.ts'

export type TokenResourceReason = ResourceReason | 'resource_not_granted'

/** RFC 8707 §2, §2.2: every resource is one, and one of those that were granted, where any were. */
export function checkTokenResources(
  parameters: RequestParameters,
  granted: readonly string[],
): Verdict<TokenResourceReason> {
  const form = checkResources(parameters)
  if (form.verdict === 'fail') return form
  const rule = { check: 'resource-granted', clause: 'RFC 8707 §2.2', source: 'documented' } as const
  const allowed = new Set(granted)
  const foreign = readResources(parameters).find((resource) => !allowed.has(resource))
  if (granted.length === 0 || foreign === undefined) return passed(rule)
  return failed(rule, 'resource_not_granted', { actual: excerpt(foreign) })
}

/** The resources that a token is for: those that were asked for, or all that were granted (RFC 8707 §2.2). */
export function chooseTokenResources(
  parameters: RequestParameters,
  granted: readonly string[],
): readonly string[] {
  const asked = readResources(parameters)
  return asked.length === 0 ? granted : asked
}
