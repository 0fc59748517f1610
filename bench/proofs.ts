import { createHash, createPrivateKey, createPublicKey, randomUUID, sign } from 'node:crypto'

/** What every proof of a row is for. */
export interface ProofFacts {
  readonly privateJwk: Readonly<Record<string, string>>
  readonly accessToken: string
  readonly method: string
  readonly uri: string
}

/** ES256 proofs of one key for one token, each with a `jti` of its own. */
export function signProofs(count: number, { privateJwk, accessToken, method, uri }: ProofFacts): string[] {
  const key = createPrivateKey({ key: privateJwk, format: 'jwk' })
  const jwk = createPublicKey(key).export({ format: 'jwk' })
  const header = encode({ typ: 'dpop+jwt', alg: 'ES256', jwk })
  const iat = Math.floor(Date.now() / 1000)
  const ath = createHash('sha256').update(accessToken).digest('base64url')
  return Array.from({ length: count }, () => {
    const payload = encode({ jti: randomUUID(), htm: method, htu: uri, iat, ath })
    const input = `${header}.${payload}`
    const signature = sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' })
    return `${input}.${signature.toString('base64url')}`
  })
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
