import { isAliasEnabled } from '../../../base/client-names.ts'
import type { TokenCreateRequest } from '../../../../schema/token-management.ts'
import type { ApiTools } from '../../shared/api-tools.ts'
import { defineDecision, type CallSoFar, type Decision, type OpenCall } from '../../shared/decision.ts'
import { findClient } from '../../shared/find-client.ts'
import { makeTokens, type IssuedTokens, type JwtError, type TokenSpec } from '../../shared/issue-tokens.ts'
import { readJsonObject } from '../../../base/json.ts'
import type { GrantType, TokenDetails } from '../../../model/access-token.ts'
import type { Client } from '../../../model/client.ts'
import type { AuthorizationDetail } from '../../../model/grant.ts'
import type { Service } from '../../../model/service.ts'
import { fromElements } from '../../../oauth/authorization/elements.ts'
import {
  checkGrantType,
  checkNewSubject,
  checkPropertiesSize,
  checkRefreshTokenWanted,
  checkScopesSupported,
  isRefreshTokenIssued,
  persistentSeconds,
} from '../../../oauth/token/creation.ts'
import { checkClientUnlocked } from '../../../oauth/token/requirements.ts'
import { excerpt, failed } from '../../../base/verdict.ts'
import type { CreateReason, CreateRefusal } from './outcomes.ts'

interface CreateFacts {
  /** The tokens, if they were made. */
  made: IssuedTokens
}

type CreateCall = OpenCall<TokenCreateRequest, CreateRefusal, CreateFacts>
export type CreateDecision = Decision<CreateReason, CreateFacts>

/**
 * Decides one call of POST /auth/token/create. The order of the checks is that of Authlete's codes: grant type,
 * subject, scopes, client, properties, refresh token, and whether the values are free.
 */
export const createToken = defineDecision(async (call: CreateCall, tools: ApiTools) => {
  const { request, service, check, facts } = call
  const { subject = '', refreshToken = '' } = request
  const found = check.find(checkGrantType(request.grantType, service))
  if (found.refusal !== undefined) return found.refusal
  const grantType = found.value
  const malformed =
    check(checkNewSubject(subject, grantType)) ?? check(checkScopesSupported(request.scopes ?? [], service))
  if (malformed !== undefined) return malformed
  const authorizationDetails = fromElements(request.authorizationDetails?.elements)
  if (authorizationDetails === undefined) return check(refuseElements())

  const client = await findNamedClient(request, service, tools.store)
  if (client === undefined) return check(refuseClient(request))
  const refusal =
    check(checkClientUnlocked(client.clientId, client.properties.locked)) ??
    check(checkPropertiesSize(request.properties ?? [])) ??
    check(checkRefreshTokenWanted(refreshToken, grantType, service))
  if (refusal !== undefined) return refusal

  const made = await makeSpecified({ ...call, grantType, client, authorizationDetails }, tools)
  if ('error' in made) return check(refuseJwt(made))
  const issued = await tools.store.issueTokens(service.generation, made.records)
  if ('refused' in issued) {
    const isRefreshToken = issued.refused === 'refresh_token_exists'
    return check(refuseValue(isRefreshToken ? 'refresh_token_in_use' : 'access_token_in_use'))
  }
  facts.made = made
  return 'created'
})

/** The client of a call: `clientIdentifier`, or else `clientId`, which is 0 by default. */
export function clientIdentifierOf({ clientIdentifier = '', clientId = 0 }: TokenCreateRequest): string {
  return clientIdentifier === '' ? String(clientId) : clientIdentifier
}

async function findNamedClient(
  request: TokenCreateRequest,
  service: Service,
  store: ApiTools['store'],
): Promise<Client | undefined> {
  const found = await findClient(clientIdentifierOf(request), service, store)
  return found?.client
}

function refuseElements() {
  const rule = {
    check: 'authorization-details',
    clause: 'Authlete TokenCreateRequest authorizationDetails',
    source: 'assumed',
  } as const
  return failed(rule, 'authorization_details_malformed', { expected: 'otherFields that hold a JSON object' })
}

function refuseClient(request: TokenCreateRequest) {
  const rule = {
    check: 'client',
    clause: 'Authlete TokenCreateRequest clientId',
    source: 'documented',
  } as const
  return failed(rule, 'client_unknown', {
    expected: 'a client of this service',
    actual: excerpt(clientIdentifierOf(request)),
  })
}

function refuseJwt({ error: detail, actual = detail }: JwtError) {
  const rule = { check: 'jwt', clause: 'Authlete Service accessTokenSignAlg', source: 'documented' } as const
  return failed(rule, 'jwt_impossible', { actual, detail })
}

function refuseValue(reason: 'access_token_in_use' | 'refresh_token_in_use') {
  const rule = {
    check: 'token-values',
    clause: 'Authlete TokenCreateRequest accessToken',
    source: 'documented',
  } as const
  return failed(rule, reason, { expected: 'values that no token has' })
}

/** The validated parameters of a call. */
interface Specification extends CallSoFar<TokenCreateRequest, CreateFacts> {
  readonly grantType: GrantType
  readonly client: Client
  readonly authorizationDetails: readonly AuthorizationDetail[]
}

async function makeSpecified(spec: Specification, tools: ApiTools): Promise<IssuedTokens | JwtError> {
  const { request, service, client, now, grantType } = spec
  const jwtClaims = readJsonObject(request.jwtAtClaims ?? '{}')
  if ('error' in jwtClaims) return { error: `jwtAtClaims: ${jwtClaims.error}` }
  const { subject = '', accessToken = '', accessTokenDuration: seconds } = request
  const isForSubject = grantType !== 'CLIENT_CREDENTIALS' && subject !== ''
  const accessTokenSeconds = request.accessTokenPersistent === true ? persistentSeconds : seconds
  const tokenSpec = {
    service,
    client,
    now,
    grantType,
    scopes: [...new Set(request.scopes)],
    details: describeDetails(spec),
    jwtClaims: jwtClaims.value,
    ...(isForSubject && { subject }),
    ...(accessToken !== '' && { accessToken }),
    ...(accessTokenSeconds !== undefined && { accessTokenSeconds }),
    ...describeBindings(request),
    ...(isRefreshTokenIssued(grantType, service) && { refreshToken: specifyRefreshToken(request) }),
  }
  return makeTokens(tokenSpec, tools)
}

function describeBindings({
  dpopKeyThumbprint: jkt = '',
  certificateThumbprint = '',
}: TokenCreateRequest): Pick<TokenSpec, 'jkt' | 'certificateThumbprint'> {
  return { ...(jkt !== '' && { jkt }), ...(certificateThumbprint !== '' && { certificateThumbprint }) }
}

function specifyRefreshToken({
  refreshToken: value = '',
  refreshTokenDuration: seconds,
}: TokenCreateRequest) {
  return { ...(value !== '' && { value }), ...(seconds !== undefined && { seconds }) }
}

/** An alias counts as used only if the client may use it (Authlete TokenCreateRequest `clientIdAliasUsed`). */
function describeDetails({
  request,
  client,
  authorizationDetails,
}: Specification): Omit<TokenDetails, 'grantType'> {
  const { properties = [], resources = [], acr = '', authTime = 0, clientIdAliasUsed = false } = request
  return {
    clientIdAliasUsed: clientIdAliasUsed && isAliasEnabled(client),
    ...(properties.length > 0 && { properties }),
    ...(resources.length > 0 && { resources, accessTokenResources: resources }),
    ...(authorizationDetails.length > 0 && { authorizationDetails }),
    ...(acr !== '' && { acr }),
    ...(authTime > 0 && { authTime }),
  }
}
