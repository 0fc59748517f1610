import { authorize, call, clientId, pushRequest } from '../../support/requests/authorize.ts'
import type { TestMock } from '../../support/mock.ts'
import type { Fact } from '../fact.ts'
import { lab } from '../publications.ts'

function use(mock: TestMock, requestUri: string) {
  const parameters = new URLSearchParams({ client_id: String(clientId), request_uri: requestUri })
  return call(mock, '/auth/authorization', { parameters: parameters.toString() })
}

/** What was published about `pushed_auth_req`, and about requests that were pushed. */
export const pushedRequestsFacts: readonly Fact[] = [
  {
    id: 'pushed-request-used-twice',
    input: 'The request_uri of a pushed request for which a code was issued',
    published: "A008303, invalid_request_uri: The value of 'request_uri' parameter is not registered.",
    ...lab('05'),
    outcomes: ['authorization/request_uri_unregistered'],
    replay: async (mock) => {
      const requestUri = await pushRequest(mock)
      await authorize(mock, { request_uri: requestUri })
      const { responseContent = '', ...answer } = await use(mock, requestUri)
      return { ...answer, ...(JSON.parse(responseContent) as object) }
    },
    answer: {
      resultCode: 'A008303',
      action: 'BAD_REQUEST',
      error: 'invalid_request_uri',
      error_description: "[A008303] The value of 'request_uri' parameter is not registered.",
    },
  },
]
