import { readStrictJsonObject, type JsonObject } from '../../base/json.ts'

/** Node refuses header blocks over 16 KiB, so a longer proof cannot have arrived in a DPoP header. */
export const maximumLength = 16_384

/** The parts of a compact JWS, its signature not yet verified. */
export interface CompactJws {
  readonly text: string
  readonly header: JsonObject
  readonly payload: JsonObject
}

/** A segment as a JSON object, its error, or undefined if it is not base64url. */
export type SegmentReading = { readonly value: JsonObject } | { readonly error: string } | undefined

/**
 * Parses a JWT in compact serialisation (RFC 7515 §7.1, RFC 7519 §7.2); returns an error if it is malformed. A caller
 * that has remembered headers reads them itself.
 */
export function readCompactJws(
  text: string,
  readHeader: (segment: string) => SegmentReading = readSegment,
): CompactJws | { readonly error: string } {
  if (text.length > maximumLength) return { error: `JWT longer than ${maximumLength} characters` }
  const segments = text.split('.')
  if (segments.length !== 3) return { error: `JWT with ${segments.length} segments instead of 3` }
  const [headerText = '', payloadText = '', signature = ''] = segments
  const header = readHeader(headerText)
  const payload = readSegment(payloadText)
  if (header === undefined || payload === undefined || readBase64url(signature) === undefined) {
    return { error: 'JWT with a segment that is not base64url' }
  }
  if ('error' in header) return { error: `JWT header unreadable: ${header.error}` }
  if ('error' in payload) return { error: `JWT payload unreadable: ${payload.error}` }
  return { text, header: header.value, payload: payload.value }
}

/** Reads a header or a payload. */
export function readSegment(segment: string): SegmentReading {
  const octets = readBase64url(segment)
  return octets === undefined ? undefined : readStrictJsonObject(octets)
}

/** RFC 7515 §4.1.11, RFC 7797 §6: an extension of the header that must be understood, and is not. */
export function findUnsupportedExtension({ header }: Pick<CompactJws, 'header'>): string | undefined {
  if (Object.hasOwn(header, 'crit')) return "JWT header with 'crit' extensions, none is supported"
  const encoded = !Object.hasOwn(header, 'b64') || header['b64'] === true
  return encoded ? undefined : "JWT header with 'b64' other than true"
}

/** Finds what makes a header unusable: an unsupported extension, or a key ID that is no string (RFC 7515 §4.1.4). */
export function findHeaderError({ header }: Pick<CompactJws, 'header'>): string | undefined {
  const named = !Object.hasOwn(header, 'kid') || typeof header['kid'] === 'string'
  return (
    findUnsupportedExtension({ header }) ?? (named ? undefined : "JWT header with a 'kid' that is no string")
  )
}

/** Octets from canonical base64url without padding (RFC 7515 §2), or undefined for any other form. */
export function readBase64url(text: string): Buffer | undefined {
  const octets = Buffer.from(text, 'base64url')
  return text !== '' && octets.toString('base64url') === text ? octets : undefined
}
