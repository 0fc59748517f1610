import type { Client } from '../model/client.ts'
import type { Service } from '../model/service.ts'
import { verdict, type Verdict } from '../base/verdict.ts'
import type { RequestParameters } from './parameters.ts'
import { chooseScopes } from './requestable-scopes.ts'

export type RequestedScopesReason = 'scope_required'

/** The scopes that a request gets (RFC 6749 §3.3). */
export function readRequestedScopes(
  parameters: RequestParameters,
  service: Service,
  client: Client,
): readonly string[] {
  const text = parameters.get('scope')
  return chooseScopes(text === undefined ? undefined : parameters.words('scope'), service, client)
}

/** RFC 6749 §3.3: a service may refuse requests that come down to no scope at all (Authlete `scopeRequired`). */
export function checkScopeRequired(
  scopes: readonly string[],
  { properties }: Service,
): Verdict<RequestedScopesReason> {
  const rule = {
    check: 'scope-required',
    clause: 'RFC 6749 §3.3; Authlete Service scopeRequired',
    source: 'documented',
  } as const
  return verdict(rule, properties.scopeRequired !== true || scopes.length > 0, 'scope_required', {
    actual: scopes.length === 0 ? 'no scopes' : scopes.join(' '),
  })
}
