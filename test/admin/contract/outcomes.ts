import type { Test } from 'tap'
import type { ArrangedOutcome } from '../../../schema/admin/outcomes.ts'
import { serviceId, type TestMock } from '../../support/mock.ts'
import { refusalOf, refusedAs, type OpenAdmin } from '../under-test.ts'

export async function outcomeContract(t: Test, open: OpenAdmin): Promise<void> {
  t.test(
    'an outcome is arranged for the API that is named, else for /gm, else for the only one',
    async (t) => {
      const { admin, mock } = await open(t)
      const arranged = [
        [await admin.arrangeOutcome(serviceId, 'access_token_expired'), 'gm'],
        [
          await admin.arrangeOutcome(serviceId, 'access_token_expired', { api: 'introspection' }),
          'introspection',
        ],
        [await admin.arrangeOutcome(serviceId, 'refresh_token_expired'), 'token'],
      ] as const
      for (const [outcome, api] of arranged) {
        t.equal(outcome.api, api)
        t.match(outcome, { reason: String, cursor: String, expected: { status: Number } })
      }
      const [[first]] = arranged
      const { action, resultCode, resultMessage } = first.expected
      t.match(await meet(mock, first), { action, resultCode, resultMessage })
      const { requests } = await admin.listRequests(serviceId, { after: first.cursor })
      t.match(requests, [{ reason: 'access_token_expired' }])
    },
  )

  t.test('an outcome that there is not is refused, with one that is near', async (t) => {
    const { admin } = await open(t)
    const unknown = refusedAs(404, 'outcome_unknown')
    const mistyped = admin.arrangeOutcome(serviceId, 'acess_token_expired')
    t.strictSame(await refusalOf(mistyped), unknown)
    await t.rejects(mistyped, {
      message:
        'There is no outcome acess_token_expired. Did you mean access_token_expired? GET /_mock/outcomes lists those that there are.',
    })
    const elsewhere = admin.arrangeOutcome(serviceId, 'refresh_token_expired', { api: 'gm' })
    t.strictSame(await refusalOf(elsewhere), unknown)
    await t.rejects(elsewhere, {
      message: /^gm has no outcome refresh_token_expired; these have it: token\.$/,
    })
  })

  t.test('an API that there is not is refused, with one that is near', async (t) => {
    const { admin } = await open(t)
    const message = (hint: string) => `is not an API with outcomes.${hint} GET /_mock/outcomes lists them.`
    const names = [
      ['', ' Did you mean gm?'],
      ['introspektion', ' Did you mean introspection?'],
      ['something/else/altogether', ''],
    ] as const
    for (const [api, hint] of names) {
      t.strictSame(
        await refusalOf(admin.arrangeOutcome(serviceId, 'access_token_expired', { api })),
        refusedAs(400, 'invalid_request', [{ path: '/api', message: message(hint) }]),
      )
    }
  })

  t.test('a reason that several APIs have, but not /gm, needs its API', async (t) => {
    const { admin } = await open(t)
    const ambiguous = admin.arrangeOutcome(serviceId, 'jwks_malformed')
    t.strictSame(await refusalOf(ambiguous), refusedAs(400, 'api_needed'))
    await t.rejects(ambiguous, {
      message: /^Say by "api" which API is meant; these have jwks_malformed: service, client\.$/,
    })
  })
}

async function meet({ inject }: TestMock, { request }: ArrangedOutcome): Promise<unknown> {
  const { pathname } = new URL(request.url)
  const { body: payload, headers } = request
  const response = await inject({
    method: 'POST',
    url: pathname,
    headers,
    ...(payload !== undefined && { payload }),
  })
  return response.json()
}
