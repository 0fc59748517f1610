import {
  ClientParamsSchema,
  ClientSubjectParamsSchema,
  DoneSchema,
  GrantedScopesSchema,
  SubjectSchema,
} from '../../../schema/client.ts'
import { deleteGrantedScopes, getGrantedScopes } from './authorizations.ts'
import { clientRoute } from './client-route.ts'

const reading = {
  path: '/client/granted_scopes/get/:clientId',
  summary: 'Get Granted Scopes',
  description: 'Gives the scopes that a subject has granted to a client.',
  right: 'VIEW_CLIENT',
  response: GrantedScopesSchema,
} as const

const deletion = {
  path: '/client/granted_scopes/delete/:clientId',
  summary: 'Delete Granted Scopes',
  description: 'Forgets the scopes that a subject has granted to a client; tokens stay as they are.',
  right: 'MODIFY_CLIENT',
  response: DoneSchema,
} as const

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
