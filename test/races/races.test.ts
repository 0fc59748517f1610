import t from 'tap'
import type { ApiResult } from '../support/api.ts'
import { serviceId, startTestMock, type TestMock } from '../support/mock.ts'
import { calls, type ReadyCall } from './calls.ts'
import { changes as happenings, raceWorld } from './changes.ts'

/** Where the code says that what was found was gone when it was to be used: Authlete has such codes for a few calls. */
const overtaken: Readonly<Record<string, { readonly status?: number; readonly resultCode: string }>> = {
  'a refresh while the tokens of its subject end': { resultCode: 'A053310' },
  'a refresh while the same call comes first': { resultCode: 'A053310' },
  'an issue for an owner while the same call comes first': { resultCode: 'A061301' },
  'an update of the service while its service is deleted': { status: 404, resultCode: 'A037203' },
}

type Answer = ApiResult<Record<string, unknown>>

/** Lets something happen while a call is held: when it has passed every check, or when it first asks the storage. */
async function during(
  { admin }: TestMock,
  { api, changes = true, make }: ReadyCall,
  act: () => Promise<unknown>,
): Promise<Answer> {
  const { id } = await admin.addBarrier(serviceId, { step: changes ? 'change' : 'storage', api })
  const answering = make()
  await admin.waitForBarrier(serviceId, id, { timeoutMs: 500 })
  await act()
  await admin.releaseBarrier(serviceId, id).catch(() => undefined)
  return answering
}

/** What the world holds, without what is made at random. */
async function look({ admin }: TestMock): Promise<unknown> {
  const { services } = await admin.listServices()
  if (services.length === 0) return 'nothing'
  const { accessTokens, refreshTokens } = await admin.listTokens(serviceId)
  const { grants } = await admin.listGrants(serviceId)
  const withoutHashes = ({ clientId, subject, scopes, expiresAt }: (typeof accessTokens)[number]) =>
    JSON.stringify({ clientId, subject, scopes, expiresAt })
  return {
    accessTokens: accessTokens.map(withoutHashes).toSorted(),
    refreshTokens: refreshTokens.map(withoutHashes).toSorted(),
    grants: grants
      .map(({ clientId, subject, scopes }) => JSON.stringify({ clientId, subject, scopes }))
      .toSorted(),
  }
}

const summarise = ({ status, body: { resultCode, action } }: Answer) => ({ status, resultCode, action })

for (const [what, prepare] of Object.entries(calls)) {
  t.test(`${what} is decided as if what happens meanwhile had come first`, async (t) => {
    const mock = await startTestMock(t, { world: raceWorld })
    for (const [happening, change] of Object.entries(happenings)) {
      await t.test(`${what} while ${happening}`, async (t) => {
        await mock.admin.reset()
        const later = await prepare(mock)
        await change(mock, later)
        const expected = summarise(await later.make())
        const left = await look(mock)

        await mock.admin.reset()
        const call = await prepare(mock)
        const answer = await during(mock, call, () => change(mock, call))
        t.strictSame(summarise(answer), { ...expected, ...overtaken[`${what} while ${happening}`] })
        t.strictSame(await look(mock), left)
      })
    }
  })
}
