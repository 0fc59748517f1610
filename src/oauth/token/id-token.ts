import { hash } from 'node:crypto'
import type { JsonObject } from '../../base/json.ts'
import type { AuthorizationCode } from '../../model/authorization.ts'
import type { Client } from '../../model/client.ts'
import type { Service } from '../../model/service.ts'
import {
  failed,
  passed,
  passedWith,
  skipped,
  verdict,
  type Fail,
  type Finding,
  type Result,
  type Verdict,
} from '../../base/verdict.ts'
import { chooseTokenSeconds } from './durations.ts'
import { readIssuer } from '../metadata.ts'
import { isLongEnough, isMacAlgorithm } from '../jose/mac-algorithms.ts'
import {
  chooseServiceKey,
  describeSigningError,
  toSecretKey,
  type JwtSigner,
  type KeyLack,
  type SigningKey,
} from '../jose/service-keys.ts'

export type IdTokenReason =
  | 'id_token_algorithm_none'
  | 'id_token_encryption_unsupported'
  | 'id_token_secret_short'
  | 'id_token_algorithm_unsupported'
  | 'id_token_key_set_missing'
  | 'id_token_key_missing'
  | 'id_token_key_ambiguous'
  | 'id_token_key_unusable'
  | 'id_token_signing_failed'

/** OpenID Connect Core §10.1: verifying a MAC takes the client's secret, which a public client does not have. */
export function checkIdTokenAlgorithm(
  scopes: readonly string[],
  { clientType, properties: { idTokenSignAlg = 'RS256' } }: Client,
): Verdict<'id_token_algorithm_symmetric'> {
  const fit = !scopes.includes('openid') || clientType === 'CONFIDENTIAL' || !isMacAlgorithm(idTokenSignAlg)
  return verdict({ ...rule, check: 'id-token-algorithm' }, fit, 'id_token_algorithm_symmetric', {
    expected: 'no MAC for a public client',
    actual: idTokenSignAlg,
    detail: idTokenSignAlg,
  })
}

/**
 * OpenID Connect Core §10.1: the service can sign the ID token that scope `openid` leads to. Authlete notices at the
 * token endpoint that it cannot, when the code is spent.
 */
export function checkIdTokenKey(scopes: readonly string[], service: Service, client: Client): Verdict<never> {
  const keyRule = { ...rule, check: 'id-token-key' }
  if (!scopes.includes('openid')) return passed(keyRule)
  const algorithm = client.properties.idTokenSignAlg ?? 'RS256'
  const { refusal } = chooseKey({ service, client }, algorithm)
  return refusal === undefined
    ? passed(keyRule)
    : skipped(keyRule, 'only the token endpoint refuses it', {
        expected: refusal.expected,
        actual: refusal.actual,
      })
}

/** The content of an ID token. `now` is the service's time in epoch milliseconds. */
interface IdTokenFacts {
  readonly code: AuthorizationCode
  readonly service: Service
  readonly client: Client
  readonly accessToken: string
  readonly now: number
}

const rule = {
  check: 'id-token',
  clause: 'OpenID Connect Core §2, §10.1; Authlete Client idTokenSignAlg',
  source: 'documented',
} as const

/** Makes the ID token of a token response (OpenID Connect Core §3.1.3.3), or returns why it cannot. */
export async function makeIdToken(
  facts: IdTokenFacts,
  signJwt: JwtSigner,
): Promise<Finding<IdTokenReason, string>> {
  const algorithm = facts.client.properties.idTokenSignAlg ?? 'RS256'
  const key = chooseKey(facts, algorithm)
  if (key.refusal !== undefined) return key.refusal
  const signing = await signJwt(
    listIdTokenClaims(facts, algorithm),
    key.value,
    facts.code.idTokenHeaderParameters,
  )
  if ('error' in signing) {
    const { error } = signing
    return refuse(`id_token_${error}`, facts, algorithm, describeSigningError(key.value, error))
  }
  return passedWith(rule, signing.jwt, { actual: algorithm })
}

function refuse(
  reason: IdTokenReason,
  { service }: KeyFacts,
  algorithm: string,
  actual?: string,
): Fail<IdTokenReason> {
  const { idTokenSignatureKeyId: keyId = 'null' } = service.properties
  const expected = `${algorithm}, key ${keyId}`
  return failed(rule, reason, { expected, actual, detail: algorithm })
}

type KeyFacts = Pick<IdTokenFacts, 'service' | 'client'>
type KeyResult = Result<IdTokenReason, SigningKey>

/** OpenID Connect Core §10.1: the service's own key, or the client's secret for a MAC. ID tokens are not encrypted here. */
function chooseKey(facts: KeyFacts, algorithm: string): KeyResult {
  const { service, client } = facts
  if (algorithm === 'NONE') return { refusal: refuse('id_token_algorithm_none', facts, algorithm) }
  const encryption = client.properties['idTokenEncryptionAlg']
  if (typeof encryption === 'string') {
    return { refusal: refuse('id_token_encryption_unsupported', facts, encryption) }
  }
  if (isMacAlgorithm(algorithm)) return chooseSecret(facts, algorithm)
  const { jwks, idTokenSignatureKeyId } = service.properties
  const choice = chooseServiceKey(jwks, algorithm, idTokenSignatureKeyId)
  return 'lack' in choice
    ? { refusal: refuse(reasonOfLack[choice.lack], facts, algorithm, choice.actual) }
    : { value: choice.key }
}

const reasonOfLack = {
  algorithm_unsupported: 'id_token_algorithm_unsupported',
  key_set_missing: 'id_token_key_set_missing',
  key_missing: 'id_token_key_missing',
  key_ambiguous: 'id_token_key_ambiguous',
} as const satisfies Record<KeyLack, IdTokenReason>

/**
 * OpenID Connect Core §10.1: only a confidential client can keep a secret to sign with. RFC 7518 §3.2: a MAC key is at
 * least as long as its hash (the text of Authlete's A046113 names 256 bits for all).
 */
function chooseSecret(facts: KeyFacts, algorithm: string): KeyResult {
  const { clientType, properties } = facts.client
  if (clientType === 'PUBLIC') {
    return { refusal: refuse('id_token_algorithm_unsupported', facts, algorithm) }
  }
  const { clientSecret = '' } = properties
  return isLongEnough(clientSecret, algorithm)
    ? { value: toSecretKey(clientSecret, algorithm) }
    : { refusal: refuse('id_token_secret_short', facts, algorithm) }
}

/**
 * OpenID Connect Core §2, §3.1.3.6: the claims about the authentication, and before them the claims about the subject
 * that the authorization server has supplied, which cannot replace the others.
 */
export function listIdTokenClaims(
  { code, service, client, accessToken, now }: IdTokenFacts,
  algorithm: string,
): JsonObject {
  const { properties } = service
  const issuedAt = Math.floor(now / 1000)
  const audience = String(client.clientId)
  return {
    ...readSubjectClaims(code.claims),
    iss: readIssuer(service),
    sub: code.sub ?? code.subject,
    aud: (code.idTokenAudType ?? properties['idTokenAudType']) === 'string' ? audience : [audience],
    exp: issuedAt + chooseTokenSeconds('idTokenDuration', { service, client, scopes: code.scopes }),
    iat: issuedAt,
    ...(code.authTime !== undefined && { auth_time: code.authTime }),
    ...(code.request.nonce !== undefined && { nonce: code.request.nonce }),
    ...(code.acr !== undefined && { acr: code.acr }),
    at_hash: hashLeft(accessToken, algorithm),
  }
}

/** Claims of the issuer alone (OpenID Connect Core §2): an authorization server's claims cannot replace them. */
const issuersOwn = [
  'iss',
  'sub',
  'aud',
  'exp',
  'iat',
  'auth_time',
  'nonce',
  'acr',
  'azp',
  'at_hash',
  'c_hash',
]

/** Those of an authorization server's claims that an ID token does not get, because they are the issuer's own. */
export function listRefusedClaims(claims: JsonObject): readonly string[] {
  return Object.keys(claims).filter((name) => issuersOwn.includes(name))
}

function readSubjectClaims(claims: JsonObject = {}): JsonObject {
  return Object.fromEntries(
    Object.entries(claims).filter(([name, value]) => value !== null && !issuersOwn.includes(name)),
  )
}

/** OpenID Connect Core §3.1.3.6: the left half of a hash as long as the signature's; SHA-512 for Ed25519. */
function hashLeft(text: string, algorithm: string): string {
  const digest = hash(`sha${/\d+$/.exec(algorithm)?.[0] ?? '512'}`, text, 'buffer')
  return digest.subarray(0, digest.length / 2).toString('base64url')
}
