import type { GmRequest } from '../../schema/gm.ts'
import { apiToken, endpoint, serviceId, type TestMock } from '../support/mock.ts'
import { mintBound } from '../support/requests/proof.ts'

/** A call of any API by the service's own token. */
export async function call(mock: TestMock, api: string, body: object, headers: object = {}): Promise<string> {
  const response = await mock.inject({
    method: 'POST',
    url: `/api/${serviceId}/${api}`,
    headers: { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json', ...headers },
    payload: JSON.stringify(body),
  })
  return response.body
}

export type Scenario = (mock: TestMock) => Promise<unknown>

/** Calls whose last one breaks a rule and nothing else, and calls near by that break nothing. */
export interface RuleScenarios {
  readonly broken: readonly Scenario[]
  readonly kept: readonly Scenario[]
}

/** A token that is bound to a key, with the target of a call that leaves nothing to defaults. */
export const bound = async (mock: TestMock) => {
  const token = await mintBound(mock)
  const full = { htm: 'GET', htu: `${endpoint}/${token.grantId}` }
  return { ...token, full }
}

export const gm = (mock: TestMock, request: GmRequest) => mock.gm(request)

/** A call of an administrator. An update of the service has all that the service has, and the given members. */
export async function configure(mock: TestMock, api: string, body: object): Promise<string> {
  const { apiToken: token } = await mock.admin.createApiToken({ serviceId, rights: ['ADMIN'] })
  const headers = { authorization: `Bearer ${token}` }
  const { warnings: _, mock: __, serviceId: ___, ...service } = await mock.admin.getService(serviceId)
  return call(mock, api, api === 'service/update' ? { ...service, ...body } : body, headers)
}
