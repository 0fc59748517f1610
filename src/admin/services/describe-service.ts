import type { CreatedService } from '../../../schema/admin/views.ts'

/** The coordinates of a service, by the names of Authlete's environment variables. */
export function describeService(serviceId: string, serviceToken: string, baseUrl: string): CreatedService {
  return {
    serviceId,
    serviceToken,
    baseUrl,
    env: {
      AUTHLETE_BASE_URL: baseUrl,
      AUTHLETE_SERVICE_ID: serviceId,
      AUTHLETE_API_TOKEN: serviceToken,
      AUTHLETE_BEARER: serviceToken,
    },
  }
}
