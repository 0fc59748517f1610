import { decodeJwt, decodeProtectedHeader } from 'jose'
import type { Fixtures } from '../../../schema/fixtures.ts'
import { callApi } from '../api.ts'
import {
  authorizationWorld,
  authorize,
  clientId,
  clientSecret,
  issuer,
  redirectUri,
  type RequestMembers,
} from './authorize.ts'
import type { TestMock } from '../mock.ts'
import { makeKey, makeProof, type ProofChanges, type TestKey } from './proof.ts'

export const tokenEndpoint = `${issuer}/token`

/** The key with which the service of these tests signs. */
export const serviceKey = await makeKey('ES256')
export const signingJwk = { ...serviceKey.privateJwk, kid: 'es', alg: 'ES256', use: 'sig' }

export function keySet(...keys: readonly object[]): string {
  return JSON.stringify({ keys })
}

/** A service that signs, with a confidential client whose ID tokens are signed with ES256, and a public one. */
export function tokenWorld(service: object = {}, client: object = {}): Fixtures {
  return authorizationWorld({ jwks: keySet(signingJwk), ...service }, { idTokenSignAlg: 'ES256', ...client })
}

export interface TokenAnswer {
  readonly resultCode: string
  readonly resultMessage: string
  readonly action: string
  readonly responseContent: string
  readonly accessToken?: string
  readonly refreshToken?: string
  readonly idToken?: string
  readonly dpopNonce?: string
  readonly grantId?: string
  readonly [member: string]: unknown
}

export interface TokenMembers {
  readonly parameters?: string
  readonly [member: string]: unknown
}

/** How the confidential client authenticates. */
export const basic = { clientId: String(clientId), clientSecret }

/** A form-encoded body; a member that is undefined is left out, an array is repeated. */
export function form(members: RequestMembers): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(members)) {
    for (const one of [value].flat()) if (one !== undefined) parameters.append(name, one)
  }
  return parameters.toString()
}

/** The body of POST /auth/token for a code. */
export function codeRequest(
  code: string,
  changes: RequestMembers = {},
  members: object = basic,
): TokenMembers {
  const parameters = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, ...changes }
  return { ...members, parameters: form(parameters) }
}

/** The body of POST /auth/token for a refresh token. */
export function refreshRequest(
  refreshToken: string | undefined,
  changes: RequestMembers = {},
  members: object = basic,
): TokenMembers {
  const parameters = { grant_type: 'refresh_token', refresh_token: refreshToken, ...changes }
  return { ...members, parameters: form(parameters) }
}

/** The body of POST /auth/token for a client that acts for itself. */
export function clientRequest(changes: RequestMembers = {}, members: object = basic): TokenMembers {
  return { ...members, parameters: form({ grant_type: 'client_credentials', ...changes }) }
}

/** The body of POST /auth/token for a resource owner's name and password. */
export function ownerRequest(changes: RequestMembers = {}, members: object = basic): TokenMembers {
  const parameters = { grant_type: 'password', username: 'alice', password: 'secret-of-alice', ...changes }
  return { ...members, parameters: form(parameters) }
}

/** POST /auth/token; fails unless it is answered with 200. */
export function requestToken(mock: TestMock, request: TokenMembers): Promise<TokenAnswer> {
  return callToken(mock, '', request)
}

/** One of the APIs for the token endpoint; fails unless it is answered with 200. */
export async function callToken(
  mock: TestMock,
  path: '' | '/issue' | '/fail',
  request: object,
): Promise<TokenAnswer> {
  const { status, body } = await callApi<TokenAnswer>(mock, 'POST', `/auth/token${path}`, request)
  if (status !== 200) throw new Error(`POST /auth/token${path} answered ${status}: ${JSON.stringify(body)}`)
  return body
}

/** Takes an authorization request to its tokens; fails unless they are issued. */
export async function getTokens(
  mock: TestMock,
  parameters: RequestMembers = {},
  issue: object = {},
  members: object = basic,
  changes: RequestMembers = {},
): Promise<TokenAnswer> {
  const code = await authorize(mock, parameters, issue)
  const answer = await requestToken(mock, codeRequest(code, changes, members))
  if (answer.action !== 'OK') throw new Error(`no tokens: ${JSON.stringify(answer)}`)
  return answer
}

/** A token of the confidential client that acts for itself, so that no subject has it and no grant. */
export async function getOwnToken(mock: TestMock, scope = 'profile'): Promise<string> {
  const { accessToken = '' } = await requestToken(mock, clientRequest({ scope }))
  return accessToken
}

/** What the client gets. */
export function contentOf(answer: TokenAnswer): Readonly<Record<string, unknown>> {
  return JSON.parse(answer.responseContent) as Record<string, unknown>
}

/** A proof for the token endpoint, good except for the changes. */
export function makeTokenProof(key: TestKey, changes: ProofChanges = {}): Promise<string> {
  const payload = { ath: undefined, htm: 'POST', htu: tokenEndpoint, ...changes.payload }
  return makeProof(key, { accessToken: '', grantId: '' }, { ...changes, payload })
}

/** Header and claims of a JWT whose signature is checked elsewhere. */
export function readJwt(jwt: unknown): { readonly header: object; readonly claims: Record<string, unknown> } {
  return { header: decodeProtectedHeader(String(jwt)), claims: decodeJwt(String(jwt)) }
}
