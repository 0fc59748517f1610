import type { Test } from 'tap'
import { serviceId, startOfTests } from '../../support/mock.ts'
import { hash, makeKey } from '../../support/requests/proof.ts'
import { publicClientId } from '../../support/requests/authorize.ts'
import { getTokens, makeTokenProof, tokenWorld } from '../../support/requests/token.ts'
import type { OpenAdmin } from '../under-test.ts'

const properties = [{ key: 'risk', value: 'known to the server alone', hidden: true }]

/** What tokens that came by a code look like: nothing but what the published contract names. */
export async function viewContract(t: Test, open: OpenAdmin): Promise<void> {
  t.test('tokens and grants that came by a code are shown without what hangs on them', async (t) => {
    const { admin, mock } = await open(t, { world: tokenWorld() })
    const request = { scope: 'accounts', grant_management_action: 'create' }
    const { accessToken = '', refreshToken = '', grantId } = await getTokens(mock, request, { properties })
    const shared = {
      clientId: 1001,
      subject: 'alice',
      scopes: ['accounts'],
      createdAt: startOfTests,
      grantId,
    }
    const accessTokens = [{ sha256: hash(accessToken), expiresAt: startOfTests + 3_600_000, ...shared }]
    const refreshTokens = [{ sha256: hash(refreshToken), expiresAt: startOfTests + 864_000_000, ...shared }]
    t.strictSame(await admin.listTokens(serviceId), { accessTokens, refreshTokens })
    const grant = {
      grantId,
      clientId: 1001,
      subject: 'alice',
      scopes: [{ scope: 'accounts' }],
      claims: [],
      authorizationDetails: [],
      createdAt: startOfTests,
    }
    t.strictSame(await admin.listGrants(serviceId), { grants: [{ ...grant, accessTokens, refreshTokens }] })
  })

  t.test("a public client's refresh token is shown with the key that it is bound to", async (t) => {
    const { admin, mock } = await open(t, { world: tokenWorld() })
    const key = await makeKey()
    const asPublic = { client_id: String(publicClientId) }
    const dpop = await makeTokenProof(key)
    await getTokens(mock, { ...asPublic, scope: 'accounts' }, {}, { dpop }, asPublic)
    const { accessTokens, refreshTokens } = await admin.listTokens(serviceId)
    for (const token of [...accessTokens, ...refreshTokens]) t.strictSame(token.cnf, { jkt: key.jkt })
    t.equal(refreshTokens.length, 1)
  })
}
