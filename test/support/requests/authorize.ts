import type { Fixtures } from '../../../schema/fixtures.ts'
import { callApi } from '../api.ts'
import { apiToken, endpoint, serviceId, type TestMock } from '../mock.ts'

export const clientId = 1001
export const publicClientId = 1002
/** As long as the hash of every MAC (RFC 7518 §3.2). */
export const clientSecret = 'SecretOfTheConfidentialClientWithSixtyFourCharactersForAnyMacAlgo'
export const redirectUri = 'https://rp.example.com/cb'
export const issuer = 'https://as.example.com'

export const requestableScopes = [
  'openid',
  'profile',
  'email',
  'accounts',
  'payments',
  'offline_access',
  'grant_management_query',
  'grant_management_revoke',
]

/** A service with a confidential and a public client, ready for the authorization code flow. */
export function authorizationWorld(service: object = {}, client: object = {}): Fixtures {
  return {
    services: [
      {
        serviceId,
        issuer,
        grantManagementEndpoint: endpoint,
        tokenEndpoint: `${issuer}/token`,
        pushedAuthReqEndpoint: `${issuer}/par`,
        supportedScopes: requestableScopes.map((name) => ({ name })),
        supportedAuthorizationDetailsTypes: ['payment_initiation'],
        apiTokens: [{ apiToken }],
        clients: [
          { clientId, clientSecret, redirectUris: [redirectUri], ...client },
          { clientId: publicClientId, clientType: 'PUBLIC', redirectUris: [redirectUri] },
        ],
        ...service,
      },
    ],
  }
}

export type RequestMembers = Readonly<Record<string, string | readonly string[] | undefined>>

/** The parameters of a good authorization request, with changes; undefined leaves one out, an array repeats it. */
export function requestParameters(changes: RequestMembers = {}): string {
  const members: RequestMembers = {
    response_type: 'code',
    client_id: String(clientId),
    redirect_uri: redirectUri,
    scope: 'openid accounts',
    state: 'state-1',
    ...changes,
  }
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(members)) {
    for (const one of [value].flat()) if (one !== undefined) parameters.append(name, one)
  }
  return parameters.toString()
}

export interface AuthorizationAnswer {
  readonly resultCode: string
  readonly resultMessage: string
  readonly action: string
  readonly responseContent?: string
  readonly ticket?: string
  readonly authorizationCode?: string
  readonly [member: string]: unknown
}

/** Calls one of the authorization APIs; fails unless it is answered with 200. */
export async function call(mock: TestMock, path: string, body: object): Promise<AuthorizationAnswer> {
  const answer = await callApi<AuthorizationAnswer>(mock, 'POST', path, body)
  if (answer.status !== 200) {
    throw new Error(`POST ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`)
  }
  return answer.body
}

/** POST /auth/authorization for a good request with changes. */
export function request(mock: TestMock, changes: RequestMembers = {}): Promise<AuthorizationAnswer> {
  return call(mock, '/auth/authorization', { parameters: requestParameters(changes) })
}

/** A ticket for a good request with changes. */
export async function requestTicket(mock: TestMock, changes: RequestMembers = {}): Promise<string> {
  const answer = await request(mock, changes)
  if (answer.ticket === undefined) throw new Error(`no ticket: ${JSON.stringify(answer)}`)
  return answer.ticket
}

/** Takes a request, a good one with changes, through consent. Gives back the code. Alice consents by default. */
export async function authorize(
  mock: TestMock,
  parameters: RequestMembers = {},
  issue: object = {},
): Promise<string> {
  const ticket = await requestTicket(mock, parameters)
  const answer = await call(mock, '/auth/authorization/issue', { ticket, subject: 'alice', ...issue })
  if (answer.authorizationCode === undefined) throw new Error(`no code: ${JSON.stringify(answer)}`)
  return answer.authorizationCode
}

export const basic = { clientId: String(clientId), clientSecret }

/** POST /pushed_auth_req for a good request of the confidential client with changes, and more members. */
export function push(
  mock: TestMock,
  changes: RequestMembers = {},
  members: object = {},
): Promise<AuthorizationAnswer> {
  const parameters = requestParameters(changes)
  return call(mock, '/pushed_auth_req', { parameters, ...basic, ...members })
}

/** The URI of a good request with changes, pushed by the confidential client. */
export async function pushRequest(
  mock: TestMock,
  changes: RequestMembers = {},
  members: object = {},
): Promise<string> {
  const { requestUri, ...answer } = await push(mock, changes, members)
  if (typeof requestUri !== 'string') throw new Error(`no request URI: ${JSON.stringify(answer)}`)
  return requestUri
}
