import { excerpt, failed, passed, type Verdict } from '../base/verdict.ts'
import type { RequestParameters } from './parameters.ts'
import { findUriError } from './redirect-uri.ts'

export type ResourceReason = 'resource_malformed' | 'resource_relative' | 'resource_with_fragment'

const reasonOfError = {
  malformed: 'resource_malformed',
  relative: 'resource_relative',
  fragment: 'resource_with_fragment',
} as const

/** RFC 8707 §2: each `resource` is an absolute URI without a fragment; an empty one is none. */
export function checkResources(parameters: RequestParameters): Verdict<ResourceReason> {
  const rule = { check: 'resource', clause: 'RFC 8707 §2', source: 'documented' } as const
  for (const resource of parameters.all('resource')) {
    const error = findUriError(resource)
    if (error !== undefined) return failed(rule, reasonOfError[error], { actual: excerpt(resource) })
  }
  return passed(rule, { actual: excerpt(parameters.all('resource').join(' ')) })
}

export function readResources(parameters: RequestParameters): readonly string[] {
  const all = parameters.all('resource')
  return all.length < 2 ? all : [...new Set(all)]
}

export type TokenResourceReason = ResourceReason | 'resource_not_granted'

/** RFC 8707 §2, §2.2: every resource is valid, and granted, if any were. */
export function checkTokenResources(
  parameters: RequestParameters,
  granted: readonly string[],
): Verdict<TokenResourceReason> {
  const form = checkResources(parameters)
  if (form.verdict === 'fail') return form
  const rule = { check: 'resource-granted', clause: 'RFC 8707 §2.2', source: 'documented' } as const
  const asked = readResources(parameters)
  if (granted.length === 0 || asked.length === 0) return passed(rule)
  const allowed = new Set(granted)
  const foreign = asked.find((resource) => !allowed.has(resource))
  if (foreign === undefined) return passed(rule)
  return failed(rule, 'resource_not_granted', { actual: excerpt(foreign) })
}

/** The resources of a token: the requested ones, or all that were granted (RFC 8707 §2.2). */
export function chooseTokenResources(
  parameters: RequestParameters,
  granted: readonly string[],
): readonly string[] {
  const asked = readResources(parameters)
  return asked.length === 0 ? granted : asked
}
