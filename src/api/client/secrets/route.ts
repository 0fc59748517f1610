import {
  ClientIdentifierParamsSchema,
  DoneSchema,
  LockSchema,
  SecretSchema,
  SecretsSchema,
} from '../../../../schema/client.ts'
import { clientRoute } from '../client-route.ts'
import { previewSecret, refreshSecret, updateLock, updateSecret } from './decision.ts'

/** The APIs that change the secret or the lock of a client. */
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
      description: 'Sets the secret of a client.',
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
]
