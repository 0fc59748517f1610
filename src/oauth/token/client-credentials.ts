import type { Client } from '../../model/client.ts'
import type { Service } from '../../model/service.ts'
import { failed, verdict, type Verdict } from '../../base/verdict.ts'
import type { RequestParameters } from '../parameters.ts'
import { checkScopesKept, chooseScopes } from '../scopes.ts'

export type ClientCredentialsReason =
  'client_credentials_of_public_client' | 'token_scope_repeated' | 'token_scope_missing'

/** RFC 6749 §4.4: only a confidential client can authenticate. */
export function checkClientConfidential({ clientType }: Client): Verdict<ClientCredentialsReason> {
  const rule = {
    check: 'client-confidential',
    clause: 'RFC 6749 §4.4, §4.4.2',
    source: 'documented',
  } as const
  return verdict(rule, clientType === 'CONFIDENTIAL', 'client_credentials_of_public_client', {
    expected: 'CONFIDENTIAL',
    actual: clientType,
  })
}

/** RFC 6749 §3.3, §4.4.2; Authlete Service `scopeRequired`: at least one scope remains, if the service requires one. */
export function checkTokenScopes(
  parameters: RequestParameters,
  service: Service,
  client: Client,
): Verdict<ClientCredentialsReason> {
  const rule = {
    check: 'scope',
    clause: 'RFC 6749 §3.3; Authlete Service scopeRequired',
    source: 'documented',
  } as const
  if (parameters.repeated.includes('scope')) return failed(rule, 'token_scope_repeated')
  const chosen = chooseTokenScopes(parameters, service, client)
  const holds = chosen.length > 0 || service.properties.scopeRequired !== true
  return verdict(rule, holds, 'token_scope_missing', { actual: chosen.join(' ') || 'no scopes' })
}

/** The scopes of a token that a client requests without an authorization (RFC 6749 §3.3). */
export function chooseTokenScopes(
  parameters: RequestParameters,
  service: Service,
  client: Client,
): readonly string[] {
  const asked = parameters.words('scope')
  return chooseScopes(asked.length === 0 ? undefined : asked, service, client)
}

/** RFC 6749 §3.3: which of the requested scopes such a token does not get. */
export function checkTokenScopesKept(
  parameters: RequestParameters,
  service: Service,
  client: Client,
): Verdict<never> {
  const granted = chooseTokenScopes(parameters, service, client)
  return checkScopesKept(parameters.words('scope'), granted, service, client)
}
