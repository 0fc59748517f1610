import {
  ConfigurationBodySchema,
  ConfigurationQuerySchema,
  ConfigurationSchema,
  JwksQuerySchema,
  JwksSchema,
} from '../../../../schema/service.ts'
import type { ApiCall, ApiRoute } from '../../shared/api-route.ts'
import { managementRoute } from '../../shared/management-route.ts'
import { serviceOutcomes, type ServiceReason } from '../outcomes.ts'
import { getConfiguration, getJwks, type ConfigurationRequest } from './decision.ts'

const configuration = {
  path: '/service/configuration',
  tag: 'Service Management',
  summary: 'Get Service Configuration',
  description: 'Returns the metadata that the service publishes for its clients.',
  right: 'VIEW_SERVICE',
  response: ConfigurationSchema,
} as const

function configurationRoute(route: Pick<ApiRoute, 'method' | 'operationId' | 'query' | 'body'>): ApiRoute {
  return managementRoute<ApiCall<ConfigurationRequest | undefined>, ServiceReason>(
    { ...configuration, ...route },
    serviceOutcomes,
    async (call, check) => getConfiguration(call, check),
  )
}

/** Authlete's APIs for what a service publishes. */
export function publicationRoutes(): readonly ApiRoute[] {
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
        description: 'Returns the keys of the service; 302 if it only has a jwksUri, 204 if it has neither.',
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
