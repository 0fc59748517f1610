import { join } from 'node:path'
import t from 'tap'
import type { Fixtures } from '../../schema/fixtures.ts'
import type { Mock } from '../../src/app.ts'
import { build } from '../support/build.ts'
import { startTestMock } from '../support/mock.ts'

t.test('an API token belongs to whoever had it first, and comes back only with a reset', async (t) => {
  const data = join(t.testdir(), 'mock.db')
  const worldOf = (owner: string) =>
    JSON.stringify({
      apiTokens: [{ apiToken: 'organization', expiresInSeconds: owner === '1' ? -1 : 60 }],
      services: ['1', '2'].map((serviceId) => ({
        serviceId,
        ...(serviceId === owner && { apiTokens: [{ apiToken: 'shared' }] }),
      })),
    })
  const status = ({ app }: Mock, serviceId: string, token: string) =>
    app
      .inject({ method: 'POST', url: `/api/${serviceId}/gm`, headers: { authorization: `Bearer ${token}` } })
      .then(({ statusCode }) => statusCode)
  const first = await build(t, { data, fixturesInline: worldOf('1') })
  t.same([await status(first, '1', 'shared'), await status(first, '1', 'organization')], [400, 401])
  await first.app.close()
  const second = await build(t, { data, fixturesInline: worldOf('2') })
  t.same(
    [
      await status(second, '1', 'shared'),
      await status(second, '2', 'shared'),
      await status(second, '1', 'organization'),
    ],
    [400, 403, 401],
  )
  await second.admin.reset()
  t.equal(await status(second, '1', 'organization'), 400)
})

t.test('an error that nobody foresaw is not one of the fixtures', async (t) => {
  const world: Fixtures = { services: [] }
  const { admin } = await startTestMock(t, { world })
  Object.defineProperty(world, 'services', {
    get: () => {
      throw new RangeError('odd')
    },
  })
  await t.rejects(admin.reapplyFixtures(), new RangeError('odd'))
})

t.test('with a seed, a second start on the same file makes other ids', async (t) => {
  const options = { data: join(t.testdir(), 'mock.db'), randomSeed: 'seed' }
  const first = await build(t, options)
  const { serviceId } = await first.admin.createService()
  await first.app.close()
  const second = await build(t, options)
  t.not((await second.admin.createService()).serviceId, serviceId)
})
