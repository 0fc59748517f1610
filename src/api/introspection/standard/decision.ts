import type { StandardIntrospectionRequest } from '../../../../schema/introspection.ts'
import type { ApiTools } from '../../shared/api-tools.ts'
import { defineDecision, type Decision, type OpenCall } from '../../shared/decision.ts'
import { findTokenHash } from '../../shared/token-hash.ts'
import { sha256 } from '../../../base/digest.ts'
import type { JsonObject } from '../../../base/json.ts'
import type { Service } from '../../../model/service.ts'
import { isExpired } from '../../../oauth/token/access-token.ts'
import { readIssuer } from '../../../oauth/metadata.ts'
import { readParameters, type RequestParameters } from '../../../oauth/parameters.ts'
import { isLongEnough, isMacAlgorithm } from '../../../oauth/jose/mac-algorithms.ts'
import {
  chooseServiceKey,
  describeSigningError,
  toSecretKey,
  type SigningKey,
} from '../../../oauth/jose/service-keys.ts'
import { listAudience } from '../../../oauth/token/requirements.ts'
import type { Store } from '../../../store/store.ts'
import { failed, verdict, passed, type Verdict } from '../../../base/verdict.ts'
import type { StandardIntrospectionReason, StandardIntrospectionRefusal } from './outcomes.ts'
import { describeActive, type IntrospectedToken } from './content.ts'

interface StandardIntrospectionFacts {
  /** The response of the introspection endpoint. */
  content: string
  found: IntrospectedToken | undefined
  active: boolean
}

type Refusal = StandardIntrospectionRefusal
type StandardIntrospectionCall = OpenCall<StandardIntrospectionRequest, Refusal, StandardIntrospectionFacts>
export type StandardIntrospectionDecision = Decision<StandardIntrospectionReason, StandardIntrospectionFacts>

/**
 * Decides one call of POST /auth/introspection/standard (RFC 7662): the parameters, the form of the response, then the
 * token. An inactive token is no error. Nothing is deleted: an expired token is inactive here, and still reported as
 * expired once where it is presented.
 */
export const introspectStandard = defineDecision(async (call: StandardIntrospectionCall, tools: ApiTools) => {
  const { request, service, now, check, facts } = call
  const parameters = readParameters(request.parameters ?? '')
  const value = parameters?.get('token') ?? ''
  const refusal =
    check(checkParametersPresent(request.parameters)) ??
    check(checkParametersForm(parameters)) ??
    check(checkTokenPresent(value)) ??
    check(checkResourceServer(request)) ??
    check(checkEncryption(request))
  if (refusal !== undefined) return refusal

  const found = await findToken(value, parameters?.get('token_type_hint'), service, tools.store)
  const active = found !== undefined && (await isActive(found, request, service, now, tools.store))
  const members = active
    ? describeActive(found, service, request.withHiddenProperties ?? false)
    : { active: false }
  const signing =
    request.httpAcceptHeader === jwtMediaType
      ? await signAnswer(members, request, service, now, tools)
      : undefined
  if (signing !== undefined && 'error' in signing) {
    const { error: detail, actual } = signing
    return check(failed(signatureRule, 'signature_impossible', { actual, detail }))
  }
  Object.assign(facts, { found, active, content: signing?.jwt ?? JSON.stringify(members) })
  return signing === undefined ? 'introspected' : 'introspected_as_jwt'
})

/** RFC 9701 §4. */
const jwtMediaType = 'application/token-introspection+jwt'

const parametersRule = {
  check: 'parameters',
  clause: 'RFC 7662 §2.1; Authlete StandardIntrospectionRequest parameters',
  source: 'documented',
} as const

const signatureRule = { check: 'signature', clause: 'RFC 9701 §5', source: 'inferred' } as const

function checkParametersPresent(parameters: string | undefined): Verdict<Refusal> {
  return verdict(parametersRule, parameters !== undefined, 'parameters_missing', { expected: 'parameters' })
}

function checkParametersForm(parameters: RequestParameters | undefined): Verdict<Refusal> {
  if (parameters === undefined) return failed(parametersRule, 'parameters_malformed')
  return verdict(parametersRule, parameters.names.length > 0, 'parameters_empty', {
    expected: 'at least one parameter',
    actual: `${parameters.names.length}`,
  })
}

function checkTokenPresent(token: string): Verdict<Refusal> {
  const rule = { check: 'token', clause: 'RFC 7662 §2.1', source: 'documented' } as const
  return verdict(rule, token !== '', 'token_missing', { expected: 'a token' })
}

function checkResourceServer({
  httpAcceptHeader,
  rsUri = '',
}: StandardIntrospectionRequest): Verdict<Refusal> {
  const rule = { check: 'resource-server', clause: 'RFC 9701 §5', source: 'observed' } as const
  return verdict(rule, httpAcceptHeader !== jwtMediaType || rsUri !== '', 'resource_server_missing', {
    expected: 'the URI of the resource server, for an answer that is a JWT',
    actual: rsUri,
  })
}

function checkEncryption({
  introspectionEncryptionAlg = '',
}: StandardIntrospectionRequest): Verdict<Refusal> {
  const rule = {
    check: 'encryption',
    clause: 'Authlete StandardIntrospectionRequest introspectionEncryptionAlg',
    source: 'assumed',
  } as const
  return introspectionEncryptionAlg === ''
    ? passed(rule)
    : failed(rule, 'encryption_unsupported', { expected: 'none', actual: introspectionEncryptionAlg })
}

/** RFC 7662 §2.1: the hint is only an optimisation, so every kind of token is searched. */
async function findToken(
  value: string,
  hint: string | undefined,
  service: Service,
  store: Pick<Store, 'findAccessToken' | 'findRefreshToken'>,
): Promise<IntrospectedToken | undefined> {
  const { generation } = service
  const accessToken = async () => {
    const found = await store.findAccessToken(generation, {
      tokenHash: await findTokenHash(value, service, store),
    })
    return found && ({ type: 'access_token', token: found.token } as const)
  }
  const refreshToken = async () => {
    const token = await store.findRefreshToken(generation, { tokenHash: sha256(value) })
    return token && ({ type: 'refresh_token', token } as const)
  }
  return hint === 'refresh_token'
    ? ((await refreshToken()) ?? (await accessToken()))
    : ((await accessToken()) ?? (await refreshToken()))
}

/**
 * RFC 7662 §2.2: not expired, of a client that may use it and, if the token is for certain resources, for the
 * requesting resource server (RFC 9701 §5).
 */
async function isActive(
  { token }: IntrospectedToken,
  { rsUri = '' }: StandardIntrospectionRequest,
  { generation }: Service,
  now: number,
  store: Pick<Store, 'findClient'>,
): Promise<boolean> {
  const client = await store.findClient(generation, { clientId: token.clientId })
  const audience = listAudience(token)
  const isForThisServer = rsUri === '' || audience.length === 0 || audience.includes(rsUri)
  return (
    !isExpired(token.expiresAt, now) &&
    client !== undefined &&
    client.properties.locked !== true &&
    isForThisServer
  )
}

/** RFC 9701 §5: the response as a JWT for the resource server, signed by the service or with a shared key. */
async function signAnswer(
  members: JsonObject,
  request: StandardIntrospectionRequest,
  service: Service,
  now: number,
  { signJwt }: Pick<ApiTools, 'signJwt'>,
) {
  const choice = chooseKey(request, service)
  if (!('key' in choice)) return choice
  const claims = {
    iss: readIssuer(service),
    aud: request.rsUri,
    iat: Math.floor(now / 1000),
    token_introspection: members,
  }
  const signing = await signJwt(claims, choice.key, { typ: 'token-introspection+jwt' })
  return 'jwt' in signing ? signing : { ...signing, actual: describeSigningError(choice.key, signing.error) }
}

function chooseKey(
  { introspectionSignAlg: algorithm = 'RS256', sharedKeyForSign = '' }: StandardIntrospectionRequest,
  { properties }: Service,
): { readonly key: SigningKey } | { readonly error: string; readonly actual: string } {
  if (!isMacAlgorithm(algorithm)) {
    const choice = chooseServiceKey(properties.jwks, algorithm, properties.introspectionSignatureKeyId)
    return 'key' in choice ? choice : { error: choice.lack, actual: choice.actual }
  }
  if (sharedKeyForSign === '') return { error: 'key_missing', actual: 'no sharedKeyForSign' }
  const actual = `sharedKeyForSign of ${Buffer.byteLength(sharedKeyForSign) * 8} bits`
  return isLongEnough(sharedKeyForSign, algorithm)
    ? { key: toSecretKey(sharedKeyForSign, algorithm) }
    : { error: 'key_short', actual }
}
