import type { InjectOptions } from 'fastify'
import type { Problem } from '../../src/admin/admin-error.ts'
import type { Admin } from '../../src/admin/admin.ts'
import type { TestMock } from '../support/mock.ts'

/** A refusal as it came over HTTP. */
export class HttpRefusal extends Error {
  readonly status: number
  readonly error: string
  readonly problems: readonly Problem[]

  constructor(status: number, body: { error: string; message: string; problems?: readonly Problem[] }) {
    super(body.message)
    this.status = status
    this.error = body.error
    this.problems = body.problems ?? []
  }
}

type Method = NonNullable<InjectOptions['method']>

/** The Admin interface by its HTTP calls, so that one contract can be asserted for both. */
export function httpAdmin({ inject }: TestMock): Admin {
  const call = async <Answer>(method: Method, path: string, order?: object): Promise<Answer> => {
    const body = order === undefined ? {} : { payload: JSON.stringify(order) }
    const headers = order === undefined ? {} : { 'content-type': 'application/json' }
    const response = await inject({ method, url: `/_mock${path}`, headers, ...body })
    if (response.statusCode >= 400) throw new HttpRefusal(response.statusCode, response.json())
    return (response.body === '' ? undefined : response.json()) as Answer
  }
  const service = (serviceId: string): string => `/services/${serviceId}`
  return {
    createService: (order) => call('POST', '/services', order),
    listServices: () => call('GET', '/services'),
    getService: (id) => call('GET', service(id)),
    updateService: (id, change) => call('PATCH', service(id), change),
    deleteService: (id) => call('DELETE', service(id)),
    createApiToken: (order) => call('POST', '/api-tokens', order),
    mintToken: (id, order) => call('POST', `${service(id)}/tokens`, order),
    listTokens: (id) => call('GET', `${service(id)}/tokens`),
    listGrants: (id) => call('GET', `${service(id)}/grants`),
    deleteGrant: (id, grantId) => call('DELETE', `${service(id)}/grants/${encodeURIComponent(grantId)}`),
    getClock: (id) => call('GET', `${service(id)}/clock`),
    setClock: (id, order) => call('PUT', `${service(id)}/clock`, order),
    advanceClock: (id, order) => call('POST', `${service(id)}/clock/advance`, order),
    listRequests: (id, filter = {}) =>
      call('GET', `${service(id)}/requests?${new URLSearchParams(filter).toString()}`),
    getRequest: (id, entry) => call('GET', `${service(id)}/requests/${entry}`),
    clearRequests: (id) => call('DELETE', `${service(id)}/requests`),
    explain: (id, request) => call('POST', `${service(id)}/explain`, request),
    reset: (id) => call('POST', id === undefined ? '/reset' : `${service(id)}/reset`),
    listOutcomes: () => call('GET', '/outcomes'),
  }
}
