import type { Test } from 'tap'
import { serviceId } from '../../support/mock.ts'
import { refusalOf, refusedAs, type OpenAdmin } from '../under-test.ts'

export async function clientContract(t: Test, open: OpenAdmin): Promise<void> {
  t.test('a client goes with its tokens and grants, and leaves those of others', async (t) => {
    const { admin, mock } = await open(t)
    const kept = await admin.mintToken(serviceId, { clientId: 1, grant: {} })
    const { request = {} } = await admin.mintToken(serviceId, { clientId: 2, grant: {}, refreshToken: true })
    t.equal(await admin.deleteClient(serviceId, 2), undefined)
    t.match(await mock.gm(request), { action: 'UNAUTHORIZED', resultCode: 'A279306' })
    const { grants } = await admin.listGrants(serviceId)
    t.strictSame(
      grants.map(({ grantId }) => grantId),
      [kept.grantId],
    )
    const { accessTokens, refreshTokens } = await admin.listTokens(serviceId)
    t.equal(accessTokens.length, 1)
    t.equal(refreshTokens.length, 0)
  })

  t.test('a client that does not exist is not found', async (t) => {
    const { admin } = await open(t)
    t.strictSame(await refusalOf(admin.deleteClient(serviceId, 3)), refusedAs(404, 'client_unknown'))
    t.strictSame(await refusalOf(admin.deleteClient(serviceId, 'NaN')), refusedAs(404, 'client_unknown'))
    t.strictSame(await refusalOf(admin.deleteClient('42', 3)), refusedAs(404, 'service_unknown'))
  })
}
