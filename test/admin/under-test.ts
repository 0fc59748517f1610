import type { Test } from 'tap'
import type { GmRequest } from '../../schema/gm.ts'
import type { Problem } from '../../src/base/problem.ts'
import type { Admin } from '../../src/admin/admin.ts'
import { startOfTests, type GmAnswer, type TestMock, type TestMockOptions } from '../support/mock.ts'

export interface AdminUnderTest {
  readonly admin: Admin
  readonly mock: TestMock
}

/** Starts a mock and reaches its admin interface in the way that is under test. */
export type OpenAdmin = (t: Test, options?: TestMockOptions) => Promise<AdminUnderTest>

/** Opens one mock for a section, reset before each test; a test with options has a mock of its own. */
export function shareMock(section: Test, open: OpenAdmin): OpenAdmin {
  let shared: Promise<AdminUnderTest> | undefined
  return async (t, options) => {
    if (options !== undefined) return open(t, options)
    shared ??= open(section)
    const { mock } = await shared
    mock.time.now = startOfTests
    await mock.admin.reset()
    return shared
  }
}

interface Refusal {
  readonly status: number
  readonly error: string
  readonly problems: readonly Problem[]
}

/** How a call was refused; fails when it was not. */
export async function refusalOf(call: Promise<unknown>): Promise<Refusal> {
  try {
    await call
  } catch (refusal) {
    const { status, error, problems } = refusal as Refusal
    return { status, error, problems }
  }
  throw new Error('the call was not refused')
}

export const refusedAs = (status: number, error: string, problems: readonly Problem[] = []): Refusal => ({
  status,
  error,
  problems,
})

/** A call to POST /gm of any service with any API token. */
export async function callGm(
  { inject }: TestMock,
  caller: { readonly serviceId: string; readonly serviceToken: string },
  request: GmRequest,
): Promise<{ readonly status: number; readonly body: GmAnswer }> {
  const response = await inject({
    method: 'POST',
    url: `/api/${caller.serviceId}/gm`,
    headers: { authorization: `Bearer ${caller.serviceToken}`, 'content-type': 'application/json' },
    payload: JSON.stringify(request),
  })
  return { status: response.statusCode, body: response.json<GmAnswer>() }
}
