import type { Service } from '../../model/service.ts'
import { readIssuer } from '../../oauth/metadata.ts'
import { errorMembers } from '../../outcome/error-content.ts'
import type { Destination } from './request/validate-request.ts'
import type { AuthorizationOutcomeRow } from './rows.ts'

type Parameters = Readonly<Record<string, string>>

/** The action for the authorization server, and its content. */
interface Delivery {
  readonly action: AuthorizationOutcomeRow['action']
  readonly responseContent: string
}

/** Delivers a refusal: to the client's redirect URI if its row says so, else as JSON to the sender. */
export function deliverRefusal(
  row: AuthorizationOutcomeRow,
  message: string,
  service: Service,
  destination: Destination | undefined,
): Delivery {
  return row.action === 'LOCATION' && destination !== undefined
    ? deliver(
        destination,
        { ...errorMembers(row, message, service.properties), ...stateOf(destination) },
        service,
      )
    : { action: row.action, responseContent: formatError(row, message, service) }
}

/** An error as JSON, for the sender of the request. */
export function formatError(row: AuthorizationOutcomeRow, message: string, { properties }: Service): string {
  return JSON.stringify(errorMembers(row, message, properties))
}

/** Delivers a code to the client; Authlete puts `state` before a code, and after an error. */
export function deliverCode(destination: Destination, code: string, service: Service): Delivery {
  return deliver(destination, { ...stateOf(destination), code }, service)
}

function stateOf({ state }: Destination): { readonly state?: string } {
  return state === undefined ? {} : { state }
}

/**
 * An authorization response (RFC 6749 §4.1.2, §4.1.2.1) in its response mode, with `iss` at its end unless the service
 * suppresses it (RFC 9207 §2; Authlete Service `issSuppressed`).
 */
function deliver(
  { redirectUri, responseMode }: Destination,
  members: Parameters,
  service: Service,
): Delivery {
  const withIssuer = service.properties['issSuppressed'] !== true
  const parameters = {
    ...members,
    ...(withIssuer && { iss: readIssuer(service) }),
  }
  if (responseMode === 'form_post') {
    return { action: 'FORM', responseContent: formatForm(redirectUri, parameters) }
  }
  const text = new URLSearchParams(parameters).toString()
  const query = redirectUri.includes('?') ? '&' : '?'
  const separator = responseMode === 'fragment' ? '#' : query
  return { action: 'LOCATION', responseContent: `${redirectUri}${separator}${text}` }
}

/** A page that posts itself to the redirect URI (Authlete AuthorizationResponse `FORM`). */
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

/** Escapes a text for an attribute. */
function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => String(entities[character]))
}
