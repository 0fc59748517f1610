import { readJsonObject, type JsonObject } from '../../base/json.ts'
import { findHeaderError, maximumLength, readBase64url, readSegment } from '../jose/compact-jws.ts'
import { findPrivateMembers, readJwk } from '../jose/public-key.ts'

/** What can be read of a proof, and what is wrong with its form. Nothing is verified. */
export interface DecodedProof {
  readonly header?: JsonObject
  readonly payload?: JsonObject
  readonly flaws: readonly string[]
}

/**
 * Decodes a DPoP proof (RFC 9449 §4.2) for a reader: as much of a malformed one as can be read. Private members of its
 * key are left out.
 */
export function decodeProof(proof: string): DecodedProof {
  if (proof.length > maximumLength) return { flaws: [`longer than ${maximumLength} characters`] }
  const segments = proof.split('.')
  const [headerText = '', payloadText = '', signature = ''] = segments
  const header = decodeSegment('header', headerText)
  const payload = decodeSegment('payload', payloadText)
  const jwk = readJwk(header.value?.['jwk']) ?? {}
  const headerError = header.value && findHeaderError({ header: header.value })
  const privateMembers = findPrivateMembers(jwk)
  const flaws = [
    segments.length === 3 ? undefined : `${segments.length} segments instead of 3`,
    header.flaw,
    payload.flaw,
    segments.length < 3 || readBase64url(signature) !== undefined
      ? undefined
      : 'signature: it is not base64url',
    headerError,
    privateMembers.length === 0
      ? undefined
      : `header: jwk has private members, left out here: ${privateMembers.join(', ')}`,
  ]
  return {
    ...(header.value !== undefined && { header: withoutPrivateKey(header.value, privateMembers) }),
    ...(payload.value !== undefined && { payload: payload.value }),
    flaws: flaws.filter((flaw) => flaw !== undefined),
  }
}

/** Reads JSON that no verifier would accept, such as one with a member twice, and says what is wrong with it. */
function decodeSegment(
  part: string,
  segment: string,
): { readonly value?: JsonObject; readonly flaw?: string } {
  const octets = Buffer.from(segment, 'base64url')
  const strict = readSegment(segment)
  if (strict !== undefined && 'value' in strict) return { value: strict.value }
  const flaw = `${part}: ${strict?.error ?? 'it is not base64url'}`
  const lenient = readJsonObject(octets.toString())
  return 'value' in lenient ? { value: lenient.value, flaw } : { flaw }
}

function withoutPrivateKey(header: JsonObject, privateMembers: readonly string[]): JsonObject {
  if (privateMembers.length === 0) return header
  const kept = Object.entries(Object(header['jwk']) as JsonObject).filter(
    ([name]) => !privateMembers.includes(name),
  )
  return { ...header, jwk: Object.fromEntries(kept) }
}
