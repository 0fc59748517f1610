import { hash } from 'node:crypto'

/** SHA-256 of octets, or of the text's UTF-8 octets, as base64url without padding (43 characters). */
export function sha256(value: string | Uint8Array): string {
  return hash('sha256', value, 'base64url')
}
