import {
  ClientListSchema,
  ClientPageSchema,
  ClientParamsSchema,
  ClientSchema,
  ClientViewSchema,
} from '../../../../schema/client.ts'
import { clientRoute } from '../client-route.ts'
import { changeClient, createClient, deleteClient, listClients, getClient } from './decision.ts'

/** The APIs that create, return, update and delete clients. */
export const clientManagementRoutes = [
  clientRoute(
    {
      method: 'POST',
      path: '/client/create',
      operationId: 'client_create_api',
      summary: 'Create Client',
      description: 'Creates a client, with an id and a secret.',
      right: 'CREATE_CLIENT',
      body: ClientSchema,
      response: ClientViewSchema,
    },
    createClient,
  ),
  clientRoute(
    {
      method: 'GET',
      path: '/client/get/list',
      operationId: 'client_get_list_api',
      summary: 'List Clients',
      description: 'Returns a part of the list of all clients, or of those of one developer.',
      right: 'VIEW_CLIENT',
      query: ClientPageSchema,
      response: ClientListSchema,
    },
    listClients,
  ),
  clientRoute(
    {
      method: 'GET',
      path: '/client/get/:clientId',
      operationId: 'client_get_api',
      summary: 'Get Client',
      description: 'Returns a client with all its properties.',
      right: 'VIEW_CLIENT',
      params: ClientParamsSchema,
      response: ClientViewSchema,
    },
    getClient,
  ),
  clientRoute(
    {
      method: 'POST',
      path: '/client/update/:clientId',
      operationId: 'client_update_api',
      summary: 'Update Client',
      description: 'Replaces the properties of a client: those that are left out are cleared.',
      right: 'MODIFY_CLIENT',
      params: ClientParamsSchema,
      body: ClientSchema,
      response: ClientViewSchema,
    },
    changeClient,
  ),
  clientRoute(
    {
      method: 'DELETE',
      path: '/client/delete/:clientId',
      operationId: 'client_delete_api',
      summary: 'Delete Client',
      description: 'Deletes a client with its tokens and grants.',
      right: 'MODIFY_CLIENT',
      params: ClientParamsSchema,
    },
    deleteClient,
  ),
]
