import { isSkipped, type LintedCall } from './linted-call.ts'
import type { LintRule } from './rule.ts'

/** Rules about client requests that an authorization server passes on. */
export const clientRules: readonly LintRule[] = [
  {
    rule: 'second-client-secret',
    clause: 'RFC 6749 §2.3',
    summary: 'a second client secret came with the right one, and was ignored',
    check: (call) =>
      isSkipped(call, 'client-one-mechanism')
        ? 'The request has a client secret in the header and another one among its parameters, of which Authlete looks at one. A client uses one way to authenticate; oneClientAuthentication refuses two.'
        : undefined,
  },
  {
    rule: 'request-object-as-assertion',
    clause: 'RFC 9101 §10.8',
    summary: 'an untyped request object has its client as `sub`, and so could serve as client assertion',
    check: (call) =>
      isSkipped(call, 'request-object-sub')
        ? 'The subject of the request object is its client, and its typ does not say what it is. It travels through the browser, and a server that does not tell the two apart takes it for a client assertion. Leave sub out, or set typ to oauth-authz-req+jwt.'
        : undefined,
  },
  {
    rule: 'auth-time-missing',
    clause: 'OpenID Connect Core §2; OpenID Connect Registration §2',
    summary: 'an issue without `authTime`, though `max_age`, an essential claim or the client asks for it',
    check: lintAuthenticationTime,
  },
]

function lintAuthenticationTime(call: LintedCall): string | undefined {
  const verdict = call.verdicts.get('authentication-time')
  if (verdict?.verdict !== 'skipped') return undefined
  return `The ID token has to have auth_time, because of ${verdict.expected}, and authTime did not come. Pass on when the user authenticated, in seconds since the epoch.`
}
