import { apiToken, serviceId, type TestMock } from './mock.ts'

/** What an API answered: the HTTP status, and the body, which is empty for HTTP 204. */
export interface ApiResult<Body> {
  readonly status: number
  readonly body: Body
}

/**
 * Calls one of Authlete's APIs of the one service, by its path after `/api/{serviceId}`; or any path that starts with
 * `/api/`. By default with the service's own token.
 */
export async function callApi<Body = Record<string, unknown>>(
  mock: TestMock,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: object,
  token = apiToken,
): Promise<ApiResult<Body>> {
  const response = await mock.inject({
    method,
    url: path.startsWith('/api/') ? path : `/api/${serviceId}${path}`,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { payload: JSON.stringify(body) }),
  })
  const text = response.body
  return { status: response.statusCode, body: (text === '' ? {} : JSON.parse(text)) as Body }
}
