import {
  RequestableScopesBodySchema,
  RequestableScopesSchema,
  ClientParamsSchema,
  ClientSubjectParamsSchema,
  DoneSchema,
  GrantedScopesSchema,
  SubjectSchema,
} from '../../../../schema/client.ts'
import {
  deleteGrantedScopes,
  deleteRequestableScopes,
  getGrantedScopes,
  getRequestableScopes,
  updateRequestableScopes,
} from './decision.ts'
import { clientRoute } from '../client-route.ts'

const reading = {
  path: '/client/granted_scopes/get/:clientId',
  summary: 'Get Granted Scopes',
  description: 'Returns the scopes that a subject has granted to a client.',
  right: 'VIEW_CLIENT',
  response: GrantedScopesSchema,
} as const

const deletion = {
  path: '/client/granted_scopes/delete/:clientId',
  summary: 'Delete Granted Scopes',
  description: 'Deletes the record of scopes that a subject has granted to a client; tokens stay unchanged.',
  right: 'MODIFY_CLIENT',
  response: DoneSchema,
} as const

const requestableScopesUpdate = {
  path: '/client/extension/requestable_scopes/update/:clientId',
  summary: 'Update Requestable Scopes',
  description: 'Sets the scopes that a client may request.',
  right: 'MODIFY_CLIENT',
  params: ClientParamsSchema,
  body: RequestableScopesBodySchema,
  response: RequestableScopesSchema,
} as const

/** The APIs for the scopes that a client may request. */
export const requestableScopeRoutes = [
  clientRoute(
    {
      method: 'GET',
      path: '/client/extension/requestable_scopes/get/:clientId',
      operationId: 'client_extension_requestables_scopes_get_api',
      summary: 'Get Requestable Scopes',
      description: 'Returns the scopes that a client may request, if it has a list of its own.',
      right: 'VIEW_CLIENT',
      params: ClientParamsSchema,
      response: RequestableScopesSchema,
    },
    getRequestableScopes,
  ),
  clientRoute(
    {
      ...requestableScopesUpdate,
      method: 'PUT',
      operationId: 'client_extension_requestables_scopes_update_api',
    },
    updateRequestableScopes,
  ),
  clientRoute(
    {
      ...requestableScopesUpdate,
      method: 'POST',
      operationId: 'client_extension_requestables_scopes_update_api_post',
    },
    updateRequestableScopes,
  ),
  clientRoute(
    {
      method: 'DELETE',
      path: '/client/extension/requestable_scopes/delete/:clientId',
      operationId: 'client_extension_requestables_scopes_delete_api',
      summary: 'Delete Requestable Scopes',
      description: 'Lets a client request all scopes of the service again.',
      right: 'MODIFY_CLIENT',
      params: ClientParamsSchema,
    },
    deleteRequestableScopes,
  ),
]

/** The APIs for what subjects have granted to clients. */
export const grantedScopeRoutes = [
  clientRoute(
    {
      ...reading,
      method: 'GET',
      operationId: 'client_granted_scopes_get_api',
      params: ClientParamsSchema,
      query: SubjectSchema,
    },
    getGrantedScopes,
  ),
  clientRoute(
    {
      ...reading,
      method: 'POST',
      operationId: 'client_granted_scopes_get_api_post',
      params: ClientParamsSchema,
      body: SubjectSchema,
    },
    getGrantedScopes,
  ),
  clientRoute(
    {
      ...reading,
      path: '/client/granted_scopes/get/:clientId/:subject',
      method: 'GET',
      operationId: 'client_granted_scopes_get_by_subject_api',
      params: ClientSubjectParamsSchema,
    },
    getGrantedScopes,
  ),
  clientRoute(
    {
      ...deletion,
      method: 'DELETE',
      operationId: 'client_granted_scopes_delete_api',
      params: ClientParamsSchema,
      query: SubjectSchema,
    },
    deleteGrantedScopes,
  ),
  clientRoute(
    {
      ...deletion,
      method: 'POST',
      operationId: 'client_granted_scopes_delete_api_post',
      params: ClientParamsSchema,
      body: SubjectSchema,
    },
    deleteGrantedScopes,
  ),
  clientRoute(
    {
      ...deletion,
      path: '/client/granted_scopes/delete/:clientId/:subject',
      method: 'DELETE',
      operationId: 'client_granted_scopes_delete_by_subject_api',
      params: ClientSubjectParamsSchema,
    },
    deleteGrantedScopes,
  ),
]
