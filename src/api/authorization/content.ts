import type { Service } from '../../model/service.ts'
import { errorMembers } from '../../outcome/error-content.ts'
import type { Destination } from './examine-request.ts'
import type { AuthorizationOutcomeRow } from './request-outcomes.ts'

type Parameters = Readonly<Record<string, string>>

/** What the authorization server is to do, and with which content. */
export interface Delivery {
  readonly action: string
  readonly responseContent: string
}

/** A refusal on its way: to the client's redirect URI where its row says so, else as JSON to whoever asked. */
export function deliverRefusal(
  row: AuthorizationOutcomeRow,
  message: string,
  { properties }: Service,
  destination: Destination | undefined,
): Delivery {
  const members = errorMembers(row, message, properties)
  return row.action === 'LOCATION' && destination !== undefined
    ? deliver(destination, members, properties)
    : { action: row.action, responseContent: JSON.stringify(members) }
}

/** An authorization response (RFC 6749 §4.1.2, §4.1.2.1) in its response mode, with `state` and `iss` (RFC 9207 §2). */
export function deliver(
  { redirectUri, responseMode, state }: Destination,
  members: Parameters,
  { issuer, ...properties }: Service['properties'],
): Delivery {
  const withIssuer = issuer !== undefined && properties['issSuppressed'] !== true
  const parameters = {
    ...(state !== undefined && { state }),
    ...members,
    ...(withIssuer && { iss: issuer }),
  }
  if (responseMode === 'form_post') {
    return { action: 'FORM', responseContent: formatForm(redirectUri, parameters) }
  }
  const text = new URLSearchParams(parameters).toString()
  const query = redirectUri.includes('?') ? '&' : '?'
  const separator = responseMode === 'fragment' ? '#' : query
  return { action: 'LOCATION', responseContent: `${redirectUri}${separator}${text}` }
}

/** A page that sends itself to the redirect URI (Authlete AuthorizationResponse `FORM`). */
function formatForm(redirectUri: string, parameters: Parameters): string {
  const inputs = Object.entries(parameters).map(
    ([name, value]) => `<input type="hidden" name="${escape(name)}" value="${escape(value)}"/>`,
  )
  return [
    '<!DOCTYPE html>',
    '<html>',
    '<head><meta charset="UTF-8"/><title>Submit this form</title></head>',
    '<body onload="document.forms[0].submit()">',
    `<form method="post" action="${escape(redirectUri)}">`,
    ...inputs,
    '<noscript><button type="submit">Continue</button></noscript>',
    '</form>',
    '</body>',
    '</html>',
  ].join('\n')
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** No text leaves the attribute that it stands in. */
function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => String(entities[character]))
}
