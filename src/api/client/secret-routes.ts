import {
  ClientIdentifierParamsSchema,
  ClientParamsSchema,
  DoneSchema,
  LockSchema,
  RequestableScopesBodySchema,
  RequestableScopesSchema,
  SecretSchema,
  SecretsSchema,
} from '../../../schema/client.ts'
import { clientRoute } from './client-route.ts'
import {
  deleteRequestableScopes,
  getRequestableScopes,
  updateRequestableScopes,
} from './requestable-scopes.ts'
import { previewSecret, refreshSecret, updateLock, updateSecret } from './secrets.ts'

const requestableScopesUpdate = {
  path: '/client/extension/requestable_scopes/update/:clientId',
  summary: 'Update Requestable Scopes',
  description: 'Names the scopes that a client may ask for.',
  right: 'MODIFY_CLIENT',
  params: ClientParamsSchema,
  body: RequestableScopesBodySchema,
  response: RequestableScopesSchema,
} as const

/** The APIs that change one thing of a client: its secret, its lock, the scopes that it may ask for. */
export const secretRoutes = [
  clientRoute(
    {
      method: 'GET',
      path: '/client/secret/refresh/:clientIdentifier',
      operationId: 'client_secret_refresh_api',
      summary: 'Rotate Client Secret',
      description: 'Gives a client a new random secret.',
      right: 'MODIFY_CLIENT',
      params: ClientIdentifierParamsSchema,
      response: SecretsSchema,
    },
    refreshSecret,
    previewSecret,
  ),
  clientRoute(
    {
      method: 'POST',
      path: '/client/secret/update/:clientIdentifier',
      operationId: 'client_secret_update_api',
      summary: 'Update Client Secret',
      description: 'Gives a client the secret that is named.',
      right: 'MODIFY_CLIENT',
      params: ClientIdentifierParamsSchema,
      body: SecretSchema,
      response: SecretsSchema,
    },
    updateSecret,
  ),
  clientRoute(
    {
      method: 'POST',
      path: '/client/lock_flag/update/:clientIdentifier',
      operationId: 'client_flag_update_api',
      summary: 'Update Client Lock',
      description: 'Locks a client or unlocks it.',
      right: 'MODIFY_CLIENT',
      params: ClientIdentifierParamsSchema,
      body: LockSchema,
      response: DoneSchema,
    },
    updateLock,
  ),
  clientRoute(
    {
      method: 'GET',
      path: '/client/extension/requestable_scopes/get/:clientId',
      operationId: 'client_extension_requestables_scopes_get_api',
      summary: 'Get Requestable Scopes',
      description: 'Gives the scopes that a client may ask for, where it has a list of its own.',
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
      description: "Lets a client ask for all of the service's scopes again.",
      right: 'MODIFY_CLIENT',
      params: ClientParamsSchema,
    },
    deleteRequestableScopes,
  ),
]
