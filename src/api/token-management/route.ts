import {
  TokenCreateRequestSchema,
  TokenCreateResponseSchema,
  TokenIdentifierSchema,
  TokenListQuerySchema,
  TokenListResponseSchema,
  TokenRevokeRequestSchema,
  TokenRevokeResponseSchema,
  TokenUpdateRequestSchema,
  TokenUpdateResponseSchema,
  type TokenCreateRequest,
  type TokenRevokeRequest,
  type TokenUpdateRequest,
} from '../../../schema/token-management.ts'
import { readClock } from '../../base/clock.ts'
import type { ApiTools } from '../shared/api-tools.ts'
import type { ApiRoute } from '../shared/api-route.ts'
import { answerCreation, answerDeletion, answerList, answerRevocation, answerUpdate } from './answers.ts'
import { createToken } from './create-token.ts'
import { deleteToken, revokeTokens } from './end-tokens.ts'
import { listTokens } from './list-tokens.ts'
import { updateToken } from './update-token.ts'

const tag = 'Token Operations'

/** Authlete's `/api/{serviceId}/auth/token/create`, `update`, `delete`, `revoke` and `get/list`. */
export function tokenManagementRoutes(tools: ApiTools): readonly ApiRoute[] {
  return [creation(tools), update(tools), deletion(tools), revocation(tools), list(tools)]
}

function creation(tools: ApiTools): ApiRoute {
  return {
    method: 'POST',
    path: '/auth/token/create',
    operationId: 'auth_token_create_api',
    tag,
    summary: 'Create Access Token',
    description: 'Makes an access token without any flow.',
    right: 'USE_SERVICE',
    body: TokenCreateRequestSchema,
    response: TokenCreateResponseSchema,
    answer: async ({ body, service }) => {
      const now = readClock(service.clock, tools.systemClock())
      const call = { request: body as TokenCreateRequest, service, now }
      return answerCreation(call, await createToken(call, tools))
    },
  }
}

function update(tools: ApiTools): ApiRoute {
  return {
    method: 'POST',
    path: '/auth/token/update',
    operationId: 'auth_token_update_api',
    tag,
    summary: 'Update Access Token',
    description: 'Changes an access token.',
    right: 'USE_SERVICE',
    body: TokenUpdateRequestSchema,
    response: TokenUpdateResponseSchema,
    answer: async ({ body, service }) => {
      const now = readClock(service.clock, tools.systemClock())
      const call = { request: body as TokenUpdateRequest, service, now }
      return answerUpdate(service, await updateToken(call, tools))
    },
  }
}

function deletion({ store }: ApiTools): ApiRoute {
  return {
    method: 'DELETE',
    path: '/auth/token/delete/:accessTokenIdentifier',
    operationId: 'auth_token_delete_api',
    tag,
    summary: 'Delete Access Token',
    description: 'Ends an access token and its refresh token.',
    right: 'USE_SERVICE',
    params: TokenIdentifierSchema,
    answer: async ({ params: { accessTokenIdentifier = '' }, service }) =>
      answerDeletion(await deleteToken(accessTokenIdentifier, service, store)),
  }
}

function revocation({ store }: ApiTools): ApiRoute {
  return {
    method: 'POST',
    path: '/auth/token/revoke',
    operationId: 'auth_token_revoke_api',
    tag,
    summary: 'Revoke Access Token',
    description:
      'Ends a token and its counterpart, or the 20 oldest tokens of a client, of a subject, or of both; repeated until its count is 0, all of them.',
    right: 'USE_SERVICE',
    body: TokenRevokeRequestSchema,
    response: TokenRevokeResponseSchema,
    answer: async ({ body, service }) => {
      const request = body as TokenRevokeRequest
      return answerRevocation(request, await revokeTokens(request, service, store))
    },
  }
}

function list({ store }: ApiTools): ApiRoute {
  return {
    method: 'GET',
    path: '/auth/token/get/list',
    operationId: 'auth_token_get_list_api',
    tag,
    summary: 'List Issued Tokens',
    description: 'Lists access tokens of the service, the oldest first.',
    right: 'USE_SERVICE',
    query: TokenListQuerySchema,
    response: TokenListResponseSchema,
    answer: async ({ query, service }) => answerList(query, await listTokens(query, service, store)),
  }
}
