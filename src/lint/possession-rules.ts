import { decodeSegment } from '../journal/match.ts'
import { expectPem, certificateFormOf } from '../oauth/x509/certificate.ts'
import { methodFor, type GmAction } from '../oauth/grants/grant-management.ts'
import { excerpt } from '../base/verdict.ts'
import { isSkipped, readText, withoutQuery, type LintedCall } from './linted-call.ts'
import type { LintFacts, LintRule } from './rule.ts'

/** Rules about proofs of possession: DPoP proofs and client certificates. */
export const possessionRules: readonly LintRule[] = [
  {
    rule: 'proof-at-two-apis',
    clause: 'RFC 9449 §11.1',
    summary: 'the same proof was sent to two APIs; one proof is for one request',
    check: lintReuse,
  },
  {
    rule: 'htu-with-query',
    clause: 'RFC 9449 §4.2, §4.3 (9)',
    summary: '`htu`, or the `htu` claim of the proof, has a query or a fragment',
    check: lintUriForm,
  },
  {
    rule: 'target-by-default',
    clause: 'RFC 9449 §4.3 (8), (9); Authlete GMRequest htm, htu',
    summary: "the token is bound to a key, and `htm` or `htu` of the client's request is left to defaults",
    check: lintTarget,
  },
  {
    rule: 'htm-of-other-action',
    clause: 'Grant Management §6.4, §6.5',
    summary: '`htm` is not the method with which a client asks for this `gmAction`',
    check: lintMethod,
  },
  {
    rule: 'htu-of-other-grant',
    clause: 'Grant Management §6.3; RFC 9449 §4.3 (9)',
    summary: '`htu` does not end with the grant id, so the proof says nothing about this grant',
    check: lintGrantUri,
  },
  {
    rule: 'proof-with-unbound-token',
    clause: 'RFC 9449 §7.1',
    summary: 'a proof came with a token that is bound to no key, so it was not checked',
    check: (call) =>
      readText(call.body, 'dpop') !== undefined && isSkipped(call, 'dpop-present')
        ? 'The access token is bound to no key, so the proof was not looked at. Has the token been issued without DPoP, or is the proof of another request?'
        : undefined,
  },
  {
    rule: 'certificate-unread',
    clause: 'RFC 8705 §3.1; Authlete GMRequest clientCertificate',
    summary: '`clientCertificate` is not PEM, which is no error only because the token is bound to none',
    check: lintCertificate,
  },
]

function lintReuse({ entry, proof }: LintedCall, { memory }: LintFacts): string | undefined {
  const earlier = proof && memory.findProof(proof.text)
  if (earlier === undefined || earlier.api === entry.api) return undefined
  return `The same proof was sent to ${earlier.api} in call ${earlier.id}. A proof is made for one request, and replay is noticed at each API for itself.`
}

function lintUriForm({ body, proof }: LintedCall): string | undefined {
  const given = readText(body, 'htu')
  if (given !== undefined && /[?#]/.test(given)) {
    return `htu is ${excerpt(given)}. Give the URI of the client's request without its query and fragment.`
  }
  const claimed = proof?.payload['htu']
  if (typeof claimed !== 'string' || !/[?#]/.test(claimed)) return undefined
  return `The htu claim of the proof is ${excerpt(claimed)}. The client has to leave out query and fragment.`
}

function lintTarget({ body, verdicts, presentedToken }: LintedCall): string | undefined {
  if (presentedToken === undefined || !verdicts.has('dpop-target')) return undefined
  const missing = ['htm', 'htu'].filter((member) => readText(body, member) === undefined)
  if (missing.length === 0) return undefined
  return `The access token is bound to a key, and the call does not say ${missing.join(' and ')}. Pass on the method and the URI of the client's request: the defaults are not what the client called.`
}

function lintMethod({ entry, body }: LintedCall): string | undefined {
  const htm = readText(body, 'htm')
  const expected = methodFor[entry.gmAction as GmAction]
  if (entry.api !== 'gm' || htm === undefined || expected === undefined) return undefined
  // HEAD requests the header of GET (RFC 9110 §9.3.2).
  if (htm === expected || (htm === 'HEAD' && expected === 'GET')) return undefined
  return `htm is ${excerpt(htm, 40)}, but a client asks for ${entry.gmAction} with ${expected}. htm is the method of the client's request and not of this call.`
}

function lintGrantUri({ entry, body }: LintedCall): string | undefined {
  const htu = readText(body, 'htu')
  const grantId = readText(body, 'grantId')
  if (entry.api !== 'gm' || htu === undefined || grantId === undefined) return undefined
  const uri = withoutQuery(htu)
  if ([uri, uri.split('/').map(decodeSegment).join('/')].some((form) => form.endsWith(`/${grantId}`)))
    return undefined
  return `htu is ${excerpt(htu)}, which does not end with the grant id ${excerpt(grantId, 80)}. A proof for it is good for every grant.`
}

function lintCertificate(call: LintedCall): string | undefined {
  const certificate = readText(call.body, 'clientCertificate')
  if (certificate === undefined || !isSkipped(call, 'certificate-present')) return undefined
  const form = certificateFormOf(certificate.trim())
  if (form === 'PEM') return undefined
  return `clientCertificate is ${form} and not ${expectPem(form)}. It was not looked at, because the access token is bound to none; with a token that is, the call will be refused.`
}
