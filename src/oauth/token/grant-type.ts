const urn = 'urn:ietf:params:oauth:grant-type:'

/** The grant types whose names are not their words in small letters. */
const unusual: Readonly<Record<string, string>> = {
  CIBA: 'urn:openid:params:grant-type:ciba',
  DEVICE_CODE: `${urn}device_code`,
  TOKEN_EXCHANGE: `${urn}token-exchange`,
  JWT_BEARER: `${urn}jwt-bearer`,
  PRE_AUTHORIZED_CODE: `${urn}pre-authorized_code`,
}

/** A grant type, by Authlete's name for it, as requests and metadata write it (RFC 6749 §4, §8.3). */
export function writeGrantType(name: string): string {
  return unusual[name] ?? name.toLowerCase()
}
