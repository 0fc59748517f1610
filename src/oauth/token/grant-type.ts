const urn = 'urn:ietf:params:oauth:grant-type:'

/** The grant types whose names are not simply in lower case. */
const unusual: Readonly<Record<string, string>> = {
  CIBA: 'urn:openid:params:grant-type:ciba',
  DEVICE_CODE: `${urn}device_code`,
  TOKEN_EXCHANGE: `${urn}token-exchange`,
  JWT_BEARER: `${urn}jwt-bearer`,
  PRE_AUTHORIZED_CODE: `${urn}pre-authorized_code`,
}

/** A grant type in requests and metadata, from Authlete's name for it (RFC 6749 §4, §8.3). */
export function writeGrantType(name: string): string {
  return unusual[name] ?? name.toLowerCase()
}
