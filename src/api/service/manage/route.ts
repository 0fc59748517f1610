import {
  ServiceListSchema,
  ServicePageSchema,
  ServiceSchema,
  ServiceViewSchema,
} from '../../../../schema/service.ts'
import type { ServiceProperties } from '../../../model/service.ts'
import type { ApiCall, ApiRoute, OrganizationCall, OrganizationRoute } from '../../shared/api-route.ts'
import type { ApiTools } from '../../shared/api-tools.ts'
import { managementRoute } from '../../shared/management-route.ts'
import { serviceOutcomes, type ServiceReason } from '../outcomes.ts'
import { changeService, createService, deleteService, getService, listServices } from './decision.ts'

const tag = 'Service Management'

/** Authlete's APIs that return, change and delete a service. */
export function serviceManagementRoutes(tools: ApiTools): readonly ApiRoute[] {
  return [
    managementRoute<ApiCall, ServiceReason>(
      {
        method: 'GET',
        path: '/service/get',
        operationId: 'service_get_api',
        tag,
        summary: 'Get Service',
        description: 'Returns a service with all its properties.',
        right: 'VIEW_SERVICE',
        response: ServiceViewSchema,
      },
      serviceOutcomes,
      async ({ service }) => getService(service),
    ),
    managementRoute<ApiCall<ServiceProperties>, ServiceReason>(
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
        description: 'Deletes a service with everything in it.',
        right: 'DELETE_SERVICE',
      },
      serviceOutcomes,
      async (call, check) => deleteService(call, tools, check),
    ),
  ]
}

/** Authlete's APIs for the services of an organization. */
export function organizationRoutes(tools: ApiTools): readonly OrganizationRoute[] {
  return [
    managementRoute<OrganizationCall<ServiceProperties>, ServiceReason>(
      {
        method: 'POST',
        path: '/service/create',
        operationId: 'service_create_api',
        tag,
        summary: 'Create Service',
        description: 'Creates a service.',
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
        description: 'Returns a part of the list of all services.',
        right: 'VIEW_SERVICE',
        query: ServicePageSchema,
        response: ServiceListSchema,
      },
      serviceOutcomes,
      async (call, check) => listServices(call, tools, check),
    ),
  ]
}
