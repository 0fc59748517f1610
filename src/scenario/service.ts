import type { ServiceReason } from '../api/service/outcomes.ts'
import type { Arrangement, Scenario } from './shared/scenario.ts'

const calls =
  (method: string, path: string, body?: object, values: Arrangement['values'] = {}): Scenario =>
  async () => ({ method, path, values: { path, ...values }, ...(body !== undefined && { body }) })

const get = (path: string): Scenario => calls('GET', path)

const update = (body: object, detail = ''): Scenario => calls('POST', '/service/update', body, { detail })

const create = (body: object, detail = ''): Scenario =>
  calls('POST', '/api/service/create', body, { path: '/service/create', detail })

const list = (query: string): Scenario => get(`/api/service/get/list${query}`)

const keySet = JSON.stringify({ keys: [{ kty: 'EC', crv: 'P-256', x: 'x', y: 'y' }] })

/** A call during which the service is deleted. */
const meanwhileDeleted =
  (method: string, path: string, body?: object): Scenario =>
  async (context) => {
    const { serviceId } = context
    context.duringNextCall(
      path.slice(1),
      `The service is deleted within the next call of ${path.slice(1)}.`,
      () => context.admin.deleteService(serviceId),
    )
    return { method, path, values: { apiKey: serviceId }, ...(body !== undefined && { body }) }
  }

/** Scenarios of the APIs for services. */
export const serviceScenarios: Readonly<Record<ServiceReason, Scenario>> = {
  service_created: create({}),
  service_told: get('/service/get'),
  services_listed: list(''),
  service_updated: update({}),
  service_deleted: calls('DELETE', '/service/delete'),
  configuration_told: get('/service/configuration'),
  jwks_told: async (context) => {
    await context.change({ jwks: keySet })
    return { method: 'GET', path: '/service/jwks/get' }
  },
  jwks_absent: async (context) => {
    await context.change({ jwks: null, jwksUri: null })
    return { method: 'GET', path: '/service/jwks/get' }
  },
  jwks_elsewhere: async (context) => {
    await context.change({ jwks: null, jwksUri: 'https://as.example.com/jwks' })
    return { method: 'GET', path: '/service/jwks/get' }
  },
  number_negative: update({ accessTokenDuration: 1, refreshTokenDuration: -1 }, 'refreshTokenDuration'),
  jwks_malformed: update({ jwks: '{"keys":[{"kid":"1"}]}' }),
  scope_name_missing: create({ supportedScopes: [{ name: 'a' }, { description: 'b' }] }, '1'),
  scope_name_repeated: update({ supportedScopes: [{ name: 'a' }, { name: 'b' }, { name: 'a' }] }, '2'),
  patch_unusable: async () => ({
    method: 'GET',
    path: '/service/configuration?patch=none',
    values: { path: '/service/configuration' },
  }),
  service_gone: meanwhileDeleted('POST', '/service/update', {}),
  service_deleted_already: meanwhileDeleted('DELETE', '/service/delete'),
  services_start_malformed: list('?start=one'),
  services_start_negative: list('?start=-1'),
  services_end_malformed: list('?end=2147483648'),
  services_end_negative: list('?start=1&end=-2'),
}
