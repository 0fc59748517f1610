import type { Test } from 'tap'
import { serviceId } from '../../support/mock.ts'
import type { OpenAdmin } from '../under-test.ts'

export async function lintContract(t: Test, open: OpenAdmin): Promise<void> {
  t.test('a call that works and should not be made is flagged with the reason', async (t) => {
    const { admin, mock } = await open(t)
    const alice = await admin.mintToken(serviceId, { clientId: 1, subject: 'alice', grant: {} })
    const bob = await admin.mintToken(serviceId, { clientId: 1, subject: 'bob', grant: {} })
    await mock.gm(alice.request ?? {})
    await mock.gm({ ...bob.request, grantId: alice.grantId ?? '' })
    const [foreign, own] = (await admin.listRequests(serviceId)).requests
    t.strictSame(own?.lint, [])
    const flag = {
      rule: 'grant-of-other-subject',
      clause: 'Grant Management §9',
      message:
        'The grant of subject alice was read with a token of subject bob. Authlete does not compare them, so the authorization server has to, before it calls.',
    }
    t.match(foreign, { action: 'OK', lint: [flag] })
    t.strictSame((await admin.getRequest(serviceId, '2')).lint, [flag])
    t.match((await admin.exportHar(serviceId)).log.entries[1], { _gmMock: { lint: [flag] } })
  })

  t.test('a journal can be filtered by flags', async (t) => {
    const { admin, mock } = await open(t)
    await mock.gm({})
    await mock.gm({ gmAction: 'QUERY', grantId: 'a', accessToken: 'Bearer x', htm: 'POST' })
    await mock.gm({ gmAction: 'QUERY', grantId: 'a', accessToken: 'Bearer x' })
    const idsWith = async (lint: true | string) =>
      (await admin.listRequests(serviceId, { lint })).requests.map(({ id }) => id)
    t.strictSame(await idsWith(true), ['3', '2'])
    t.strictSame(await idsWith('true'), ['3', '2'])
    t.strictSame(await idsWith('htm-of-other-action'), ['2'])
    t.strictSame(await idsWith('token-in-url'), [])
  })
}
