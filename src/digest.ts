import { createHash } from 'node:crypto'

/** SHA-256 of the text's UTF-8 octets, as base64url without padding (43 characters). */
export function sha256(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('base64url')
}
