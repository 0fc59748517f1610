import { isAliasEnabled } from '../../base/client-names.ts'
import type { TokenCreateRequest } from '../../../schema/token-management.ts'
import { withServerError, type ApiTools } from '../shared/api-tools.ts'
import { findClient } from '../shared/find-client.ts'
import { makeTokens, type MadeTokens, type JwtError, type TokenSpec } from '../shared/issue-tokens.ts'
import { readJsonObject } from '../../base/json.ts'
import type { GrantType, TokenDetails } from '../../model/access-token.ts'
import type { Client } from '../../model/client.ts'
import type { AuthorizationDetail } from '../../model/grant.ts'
import type { Service } from '../../model/service.ts'
import { fromElements } from '../../oauth/authorization/elements.ts'
import {
  checkGrantType,
  checkNewSubject,
  checkPropertiesSize,
  checkRefreshTokenWanted,
  checkScopesSupported,
  isRefreshTokenIssued,
  persistentSeconds,
} from '../../oauth/token/creation.ts'
import { checkClientUnlocked } from '../../oauth/token/requirements.ts'
import { excerpt, failed, checkInto, type Fail, type Verdict } from '../../base/verdict.ts'
import type { CreateReason, CreateRefusal } from './outcomes.ts'

/** `now` is the service's time in epoch milliseconds, read once for the whole call. */
export interface CreateCall {
  readonly request: TokenCreateRequest
  readonly service: Service
  readonly now: number
}

export interface CreateDecision {
  readonly reason: CreateReason
  readonly detail?: string
  /** The tokens, where they were made. */
  readonly made?: MadeTokens
  readonly trace: readonly Verdict[]
}

type Ruling =
  | Fail<CreateRefusal>
  | { readonly reason: 'created'; readonly made: MadeTokens }
  | { readonly reason: 'crash' }

/**
 * Decides one call of POST /auth/token/create. The order of the checks is that of Authlete's codes: grant type,
 * subject, scopes, client, properties, refresh token, and whether the values are free.
 */
export async function createToken(call: CreateCall, tools: ApiTools): Promise<CreateDecision> {
  const trace: Verdict<CreateRefusal>[] = []
  const ruling: Ruling = await withServerError(() => decide(call, tools, trace), tools.onUnexpectedError)
  return {
    reason: ruling.reason,
    ...('detail' in ruling && ruling.detail !== undefined && { detail: ruling.detail }),
    ...('made' in ruling && { made: ruling.made }),
    trace,
  }
}

async function decide(call: CreateCall, tools: ApiTools, trace: Verdict<CreateRefusal>[]): Promise<Ruling> {
  const { request, service } = call
  const { grantType, subject = '', refreshToken = '' } = request
  const check = checkInto(trace)

  const ungrantable = check(checkGrantType(grantType, service))
  if (ungrantable !== undefined) return ungrantable
  const spec = { ...call, grantType: grantType as GrantType }
  const authorizationDetails = fromElements(request.authorizationDetails?.elements)
  const malformed =
    check(checkNewSubject(subject, spec.grantType)) ??
    check(checkScopesSupported(request.scopes ?? [], service))
  if (malformed !== undefined) return malformed
  if (authorizationDetails === undefined) return check(refuseElements())

  const client = await findNamedClient(request, service, tools.store)
  if (client === undefined) return check(refuseClient(request))
  const refused =
    check(checkClientUnlocked(client.clientId, client.properties.locked)) ??
    check(checkPropertiesSize(request.properties ?? [])) ??
    check(checkRefreshTokenWanted(refreshToken, spec.grantType, service))
  if (refused !== undefined) return refused

  const made = await makeSpecified({ ...spec, client, authorizationDetails }, tools)
  if ('error' in made) return check(refuseJwt(made))
  const issued = await tools.store.issueTokens(service.generation, made.records)
  if (!('refused' in issued)) return { reason: 'created', made }
  const isRefreshToken = issued.refused === 'refresh_token_exists'
  return check(refuseValue(isRefreshToken ? 'refresh_token_in_use' : 'access_token_in_use'))
}

/** The client that a call names: `clientIdentifier`, or else `clientId`, which is 0 where it is absent. */
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

interface Order extends CreateCall {
  readonly grantType: GrantType
  readonly client: Client
  readonly authorizationDetails: readonly AuthorizationDetail[]
}

async function makeSpecified(spec: Order, tools: ApiTools): Promise<MadeTokens | JwtError> {
  const { request, service, client, now, grantType } = spec
  const jwtClaims = readJsonObject(request.jwtAtClaims ?? '{}')
  if ('error' in jwtClaims) return { error: `jwtAtClaims: ${jwtClaims.error}` }
  const { subject = '', accessToken = '', accessTokenDuration: seconds } = request
  const isForSubject = grantType !== 'CLIENT_CREDENTIALS' && subject !== ''
  const accessTokenSeconds = request.accessTokenPersistent === true ? persistentSeconds : seconds
  const tokenOrder = {
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
  return makeTokens(tokenOrder, tools)
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

/** An alias counts as used only where the client may use it (Authlete TokenCreateRequest `clientIdAliasUsed`). */
function describeDetails({ request, client, authorizationDetails }: Order): Omit<TokenDetails, 'grantType'> {
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
