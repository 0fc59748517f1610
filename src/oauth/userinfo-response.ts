import { UnsecuredJWT } from 'jose'
import { aliasOf } from '../base/client-names.ts'
import type { JsonObject } from '../base/json.ts'
import type { Client } from '../model/client.ts'
import type { Service } from '../model/service.ts'
import { failed, passedWith, type Fail, type Finding } from '../base/verdict.ts'
import { readIssuer } from './metadata.ts'
import { isLongEnough, isMacAlgorithm } from './jose/mac-algorithms.ts'
import {
  chooseServiceKey,
  describeSigningError,
  toSecretKey,
  type JwtSigner,
  type KeyLack,
  type SigningKey,
} from './jose/service-keys.ts'

/** Why the userinfo response cannot have the form that the client has registered. */
export type UserInfoFormReason =
  | 'userinfo_encryption_unsupported'
  | 'userinfo_secret_short'
  | 'userinfo_algorithm_unsupported'
  | 'userinfo_key_set_missing'
  | 'userinfo_key_missing'
  | 'userinfo_key_ambiguous'
  | 'userinfo_signing_failed'

/** The content of a userinfo response. `now` is the service's time in epoch milliseconds. */
interface UserInfoFacts {
  /** The claims about the subject, `sub` among them. */
  readonly claims: JsonObject
  readonly service: Service
  readonly client: Client
  /** Whether the client identified itself by its alias. */
  readonly clientIdAliasUsed: boolean
  readonly now: number
}

const rule = {
  check: 'userinfo-form',
  clause: 'OpenID Connect Core §5.3.2; Authlete Client userInfoSignAlg',
  source: 'documented',
} as const

/** A userinfo response, and whether it is a JWT. */
interface UserInfoForm {
  readonly isJwt: boolean
  readonly content: string
}

/**
 * The userinfo response as JSON or, if the client has registered an algorithm, as a JWT that is signed by it or, for
 * `none`, unsecured (RFC 7519 §6).
 */
export async function buildUserInfoResponse(
  facts: UserInfoFacts,
  signJwt: JwtSigner,
): Promise<Finding<UserInfoFormReason, UserInfoForm>> {
  const { userInfoSignAlg: algorithm, userInfoEncryptionAlg: encryption } = facts.client.properties
  if (encryption !== undefined) return refuse('userinfo_encryption_unsupported', encryption)
  if (algorithm === undefined) {
    return passedWith(rule, { isJwt: false, content: JSON.stringify(facts.claims) }, { actual: 'JSON' })
  }
  if (algorithm === 'NONE') {
    const content = new UnsecuredJWT({ ...listSignedClaims(facts) }).encode()
    return passedWith(rule, { isJwt: true, content }, { actual: 'none' })
  }
  const choice = chooseKey(facts, algorithm)
  if ('verdict' in choice) return choice
  const signing = await signJwt(listSignedClaims(facts), choice.key)
  if ('error' in signing) {
    return refuse('userinfo_signing_failed', algorithm, describeSigningError(choice.key, signing.error))
  }
  return passedWith(rule, { isJwt: true, content: signing.jwt }, { actual: algorithm })
}

/** OpenID Connect Core §5.3.2: a signed response has issuer and audience. */
function listSignedClaims({ claims, service, client, clientIdAliasUsed, now }: UserInfoFacts): JsonObject {
  return {
    ...claims,
    iss: readIssuer(service),
    aud: [clientIdAliasUsed ? aliasOf(client) : String(client.clientId)],
    iat: Math.floor(now / 1000),
  }
}

function refuse(reason: UserInfoFormReason, algorithm: string, actual = algorithm): Fail<UserInfoFormReason> {
  return failed(rule, reason, { actual, detail: algorithm })
}

type Choice = { readonly key: SigningKey } | Fail<UserInfoFormReason>

/**
 * OpenID Connect Core §10.1: the service's own key, or the secret of a confidential client for a MAC, at least as
 * long as its hash (RFC 7518 §3.2).
 */
function chooseKey({ service, client }: UserInfoFacts, algorithm: string): Choice {
  if (isMacAlgorithm(algorithm)) {
    if (client.clientType === 'PUBLIC') return refuse('userinfo_algorithm_unsupported', algorithm)
    const { clientSecret = '' } = client.properties
    return isLongEnough(clientSecret, algorithm)
      ? { key: toSecretKey(clientSecret, algorithm) }
      : refuse('userinfo_secret_short', algorithm)
  }
  const { jwks, userInfoSignatureKeyId } = service.properties
  const choice = chooseServiceKey(jwks, algorithm, userInfoSignatureKeyId)
  return 'lack' in choice ? refuse(reasonOfLack[choice.lack], algorithm, choice.actual) : choice
}

const reasonOfLack = {
  algorithm_unsupported: 'userinfo_algorithm_unsupported',
  key_set_missing: 'userinfo_key_set_missing',
  key_missing: 'userinfo_key_missing',
  key_ambiguous: 'userinfo_key_ambiguous',
} as const satisfies Record<KeyLack, UserInfoFormReason>
