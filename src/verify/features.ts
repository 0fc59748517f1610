/** What an authorization server may lack, so that its checks can be left out. */
export const features = {
  dpop: 'DPoP (RFC 9449), and with it nonces: the server takes bearer tokens alone',
  nonce: 'DPoP nonces (RFC 9449 §8)',
  mtls: 'client certificates (RFC 8705)',
} as const
export type Feature = keyof typeof features
