import {
  ApplicationBodySchema,
  ApplicationListSchema,
  ApplicationPageSchema,
  ClientParamsSchema,
  ClientSubjectParamsSchema,
  DoneSchema,
  SubjectParamsSchema,
  SubjectSchema,
  TokenScopesSchema,
} from '../../../../schema/client.ts'
import { deleteTokens, listApplications, updateTokens } from './decision.ts'
import { clientRoute } from '../client-route.ts'

const list = {
  path: '/client/authorization/get/list',
  summary: 'Get Authorized Applications',
  description: 'Returns the clients that have tokens of a subject.',
  right: 'VIEW_CLIENT',
  response: ApplicationListSchema,
} as const

const deletion = {
  path: '/client/authorization/delete/:clientId',
  summary: 'Delete Client Tokens',
  description: 'Ends the tokens of a client and a subject.',
  right: 'MODIFY_CLIENT',
  response: DoneSchema,
} as const

/** The APIs for the tokens of a subject by client. */
export const applicationRoutes = [
  clientRoute(
    {
      ...list,
      method: 'GET',
      operationId: 'client_authorization_get_list_api',
      query: ApplicationPageSchema,
    },
    listApplications,
  ),
  clientRoute(
    {
      ...list,
      method: 'POST',
      operationId: 'client_authorization_get_list_api_post',
      body: ApplicationBodySchema,
    },
    listApplications,
  ),
  clientRoute(
    {
      ...list,
      path: '/client/authorization/get/list/:subject',
      method: 'GET',
      operationId: 'client_authorization_get_list_by_subject_api',
      params: SubjectParamsSchema,
      query: ApplicationPageSchema,
    },
    listApplications,
  ),
  clientRoute(
    {
      method: 'POST',
      path: '/client/authorization/update/:clientId',
      operationId: 'client_authorization_update_api',
      summary: 'Update Client Tokens',
      description: 'Changes the scopes of the tokens of a client and a subject.',
      right: 'MODIFY_CLIENT',
      params: ClientParamsSchema,
      body: TokenScopesSchema,
      response: DoneSchema,
    },
    updateTokens,
  ),
  clientRoute(
    {
      ...deletion,
      method: 'DELETE',
      operationId: 'client_authorization_delete_api',
      params: ClientParamsSchema,
      query: SubjectSchema,
    },
    deleteTokens,
  ),
  clientRoute(
    {
      ...deletion,
      method: 'POST',
      operationId: 'client_authorization_delete_api_post',
      params: ClientParamsSchema,
      body: SubjectSchema,
    },
    deleteTokens,
  ),
  clientRoute(
    {
      ...deletion,
      path: '/client/authorization/delete/:clientId/:subject',
      method: 'DELETE',
      operationId: 'client_authorization_delete_by_subject_api',
      params: ClientSubjectParamsSchema,
    },
    deleteTokens,
  ),
]
