import t from 'tap'
import { collectFlags } from '../../src/admin/collect-flags.ts'
import { serviceId, startTestMock } from '../support/mock.ts'
import { callGm } from './under-test.ts'

t.test('the flags of all services are collected, from a cursor on', async (t) => {
  const mock = await startTestMock(t)
  const { admin } = mock
  const other = await admin.createService({ serviceId: '42' })
  const flagged = { gmAction: 'QUERY', grantId: 'a', accessToken: 'Bearer x', htm: 'POST' } as const
  await mock.gm({})
  await mock.gm(flagged)
  await callGm(mock, other, flagged)
  const { flags, cursors } = await collectFlags(admin)
  t.strictSame(
    flags
      .map(({ serviceId: service, id, api, rule }) => `${service} ${id} ${api} ${rule}`)
      .toSorted((one, other) => one.localeCompare(other)),
    [
      '42 1 gm htm-of-other-action',
      '42 1 gm token-with-scheme',
      `${serviceId} 2 gm htm-of-other-action`,
      `${serviceId} 2 gm token-with-scheme`,
    ],
  )
  t.strictSame(cursors, { 42: '1', [serviceId]: '2' })
  await callGm(mock, other, flagged)
  const later = await collectFlags(admin, cursors)
  t.match(later.flags, [
    { serviceId: '42', id: '2' },
    { serviceId: '42', id: '2' },
  ])
  t.equal(later.flags.length, 2)
})
