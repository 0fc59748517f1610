import { apiToken, serviceId, type TestMock } from '../mock.ts'

/** The media type of forms. */
export const form = 'application/x-www-form-urlencoded'

export interface Answer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

/** Sends a form in the very octets that are given. */
export async function send(
  mock: TestMock,
  path: string,
  payload: string | Buffer,
  { type = form, token = apiToken } = {},
): Promise<Answer> {
  const { statusCode: status, body } = await mock.inject({
    method: 'POST',
    url: path.startsWith('/api/') ? path : `/api/${serviceId}${path}`,
    headers: { authorization: `Bearer ${token}`, 'content-type': type },
    payload,
  })
  return { status, body: body === '' ? {} : (JSON.parse(body) as Answer['body']) }
}

/** Sends a form of these members. */
export const sendFields = (mock: TestMock, path: string, fields: Record<string, string>, token = apiToken) =>
  send(mock, path, new URLSearchParams(fields).toString(), { token })
