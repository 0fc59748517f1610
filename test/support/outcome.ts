import { serviceId, type TestMock } from './mock.ts'

/** What a call was answered with that meets an outcome of the catalogue. */
export interface MetOutcome<Body> {
  readonly status: number
  readonly body: Body
}

/** Arranges an outcome in the one service of a test, and makes the call that meets it. */
export async function meetOutcome<Body = Record<string, unknown>>(
  { admin, inject }: TestMock,
  api: string,
  reason: string,
): Promise<MetOutcome<Body>> {
  const { request } = await admin.arrangeOutcome(serviceId, reason, { api }, '')
  const response = await inject({
    method: request.method,
    url: request.url,
    headers: request.headers,
    ...(request.body !== undefined && { payload: request.body }),
  })
  const text = response.body
  return { status: response.statusCode, body: (text === '' ? {} : JSON.parse(text)) as Body }
}
