import {
  ConfigurationBodySchema,
  ConfigurationQuerySchema,
  ConfigurationSchema,
  JwksQuerySchema,
  JwksSchema,
  ServiceListSchema,
  ServicePageSchema,
  ServiceSchema,
  ServiceViewSchema,
} from '../../../schema/service.ts'
import type { ApiTools } from '../shared/api-tools.ts'
import type { ApiCall, ApiRoute, OrganizationCall, OrganizationRoute } from '../shared/api-route.ts'
import { managementRoute } from '../shared/management-route.ts'
import { changeService, createService, deleteService, listServices, getService } from './manage-services.ts'
import { serviceOutcomes, type ServiceReason } from './outcomes.ts'
import { getConfiguration, getJwks } from './publish.ts'

const tag = 'Service Management'

/** Authlete's APIs for one service. */
export function serviceRoutes(tools: ApiTools): readonly ApiRoute[] {
  return [...managementRoutes(tools), ...publicationRoutes()]
}

function managementRoutes(tools: ApiTools): readonly ApiRoute[] {
  return [
    managementRoute<ApiCall, ServiceReason>(
      {
        method: 'GET',
        path: '/service/get',
        operationId: 'service_get_api',
        tag,
        summary: 'Get Service',
        description: 'Gives a service with all its properties.',
        right: 'VIEW_SERVICE',
        response: ServiceViewSchema,
      },
      serviceOutcomes,
      async ({ service }) => getService(service),
    ),
    managementRoute<ApiCall, ServiceReason>(
      {
        method: 'POST',
        path: '/service/update',
        operationId: 'service_update_api',
        tag,
        summary: 'Update Service',
        description: 'Replaces the properties of a service: those that are left out are cleared.',
        right: 'MODIFY_SERVICE',
        body: ServiceSchema,
        response: ServiceViewSchema,
      },
      serviceOutcomes,
      async (call, check) => changeService(call, tools, check),
    ),
    managementRoute<ApiCall, ServiceReason>(
      {
        method: 'DELETE',
        path: '/service/delete',
        operationId: 'service_delete_api',
        tag,
        summary: 'Delete Service',
        description: 'Ends a service and all that hangs on it.',
        right: 'DELETE_SERVICE',
      },
      serviceOutcomes,
      async (call, check) => deleteService(call, tools, check),
    ),
  ]
}

const configuration = {
  path: '/service/configuration',
  tag,
  summary: 'Get Service Configuration',
  description: 'Gives what the service publishes of itself for its clients.',
  right: 'VIEW_SERVICE',
  response: ConfigurationSchema,
} as const

function configurationRoute(route: Pick<ApiRoute, 'method' | 'operationId' | 'query' | 'body'>): ApiRoute {
  return managementRoute<ApiCall, ServiceReason>(
    { ...configuration, ...route },
    serviceOutcomes,
    async (call, check) => getConfiguration(call, check),
  )
}

function publicationRoutes(): readonly ApiRoute[] {
  return [
    configurationRoute({
      method: 'GET',
      operationId: 'service_configuration_api',
      query: ConfigurationQuerySchema,
    }),
    configurationRoute({
      method: 'POST',
      operationId: 'service_configuration_api_post',
      body: ConfigurationBodySchema,
    }),
    managementRoute<ApiCall, ServiceReason>(
      {
        method: 'GET',
        path: '/service/jwks/get',
        operationId: 'service_jwks_get_api',
        tag: 'JWK Set Endpoint',
        summary: 'Get JWK Set',
        description:
          'Gives the keys of the service; 302 where it only has a jwksUri, 204 where it has nothing at all.',
        right: 'VIEW_SERVICE',
        query: JwksQuerySchema,
        response: JwksSchema,
        mayBeEmpty: true,
        mayRedirect: true,
      },
      serviceOutcomes,
      async (call) => getJwks(call),
    ),
  ]
}

/** Authlete's APIs for the services of an organization. */
export function organizationRoutes(tools: ApiTools): readonly OrganizationRoute[] {
  return [
    managementRoute<OrganizationCall, ServiceReason>(
      {
        method: 'POST',
        path: '/service/create',
        operationId: 'service_create_api',
        tag,
        summary: 'Create Service',
        description: 'Makes a service.',
        right: 'CREATE_SERVICE',
        body: ServiceSchema,
        response: ServiceViewSchema,
      },
      serviceOutcomes,
      async (call, check) => createService(call, tools, check),
    ),
    managementRoute<OrganizationCall, ServiceReason>(
      {
        method: 'GET',
        path: '/service/get/list',
        operationId: 'service_get_list_api',
        tag,
        summary: 'List Services',
        description: 'Gives a part of the list of all services.',
        right: 'VIEW_SERVICE',
        query: ServicePageSchema,
        response: ServiceListSchema,
      },
      serviceOutcomes,
      async (call, check) => listServices(call, tools, check),
    ),
  ]
}
