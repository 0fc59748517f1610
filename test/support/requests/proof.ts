import { createHash, createPrivateKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { exportJWK, generateKeyPair, importJWK, SignJWT, type CryptoKey, type JWK } from 'jose'
import type { GmRequest } from '../../../schema/gm.ts'
import { endpoint, startOfTests, type TestMock, serviceId } from '../mock.ts'

export interface TestKey {
  readonly privateJwk: JWK
  readonly publicJwk: JWK
  readonly jkt: string
}

/** A key pair for an algorithm, with the thumbprint computed here and not by the code under test. */
export async function makeKey(algorithm = 'ES256'): Promise<TestKey> {
  const { privateKey, publicKey } = await generatePair(algorithm)
  const publicJwk = await exportJWK(publicKey)
  return { privateJwk: await exportJWK(privateKey), publicJwk, jkt: thumbprint(publicJwk) }
}

/** Jose makes no keys on secp256k1. */
async function generatePair(
  algorithm: string,
): Promise<Record<'privateKey' | 'publicKey', CryptoKey | KeyObject>> {
  return algorithm === 'ES256K'
    ? generateKeyPairSync('ec', { namedCurve: 'secp256k1' })
    : generateKeyPair(algorithm, { extractable: true })
}

function thumbprint(jwk: JWK): string {
  const names =
    { EC: ['crv', 'kty', 'x', 'y'], RSA: ['e', 'kty', 'n'], OKP: ['crv', 'kty', 'x'] }[String(jwk.kty)] ?? []
  const canonical = Object.fromEntries(names.map((name) => [name, jwk[name as keyof JWK]]))
  return hash(JSON.stringify(canonical))
}

export function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}

/** Changes to a good proof: members to replace, or to leave out where the value is undefined. */
export interface ProofChanges {
  readonly header?: Readonly<Record<string, unknown>>
  readonly payload?: Readonly<Record<string, unknown>>
  readonly signWith?: JWK
}

let counter = 0

/** A proof that is good for a QUERY of `grantId`, except for the changes. */
export async function makeProof(
  key: TestKey,
  facts: { readonly accessToken: string; readonly grantId: string; readonly algorithm?: string },
  changes: ProofChanges = {},
): Promise<string> {
  const algorithm = facts.algorithm ?? 'ES256'
  counter += 1
  const payload = {
    jti: `proof-${counter}`,
    htm: 'GET',
    htu: `${endpoint}/${facts.grantId}`,
    ath: hash(facts.accessToken),
    iat: startOfTests / 1000,
    ...changes.payload,
  }
  const header = { typ: 'dpop+jwt', alg: algorithm, jwk: key.publicJwk, ...changes.header }
  const privateJwk = changes.signWith ?? key.privateJwk
  if (privateJwk.crv === 'secp256k1') {
    return signText({ privateJwk }, JSON.stringify(header), JSON.stringify(payload))
  }
  return new SignJWT(payload).setProtectedHeader(header).sign(await importJWK(privateJwk, header.alg))
}

/** A proof whose header and payload are any text at all, signed with SHA-256 by the key as it stands. */
export async function signText(
  key: Pick<TestKey, 'privateJwk'>,
  header: string,
  payload: string,
): Promise<string> {
  const input = [header, payload].map((text) => Buffer.from(text).toString('base64url')).join('.')
  const privateKey = createPrivateKey({ key: key.privateJwk as never, format: 'jwk' })
  const signature = sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' })
  return `${input}.${signature.toString('base64url')}`
}

export interface BoundToken {
  readonly key: TestKey
  readonly accessToken: string
  readonly grantId: string
  /** A request that succeeds unless the changes spoil it. */
  readonly request: (changes?: ProofChanges, more?: Partial<GmRequest>) => Promise<GmRequest>
}

/** Mints a token that is bound to a fresh key. */
export async function mintBound(
  mock: TestMock,
  algorithm = 'ES256',
  options: object = {},
): Promise<BoundToken> {
  const key = await makeKey(algorithm)
  const minted = await mock.admin.mintToken(serviceId, { grant: {}, cnf: { jkt: key.jkt }, ...options })
  const { accessToken, grantId = '' } = minted
  return {
    key,
    accessToken,
    grantId,
    request: async (changes = {}, more = {}) => ({
      accessToken,
      gmAction: 'QUERY',
      grantId,
      dpop: await makeProof(key, { accessToken, grantId, algorithm }, changes),
      ...more,
    }),
  }
}
