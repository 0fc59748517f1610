import type { Test } from 'tap'
import { serviceId } from '../support/mock.ts'
import type { OpenAdmin } from './under-test.ts'

const query = (grantId: string) => ({ gmAction: 'QUERY', grantId, accessToken: 'unknown' }) as const

export async function journalStreamContract(t: Test, open: OpenAdmin): Promise<void> {
  t.test('a stream tells calls as they come, as a list shows them', async (t) => {
    const { admin, mock } = await open(t)
    await mock.gm(query('before'))
    const stream = await admin.streamRequests(serviceId)
    await mock.gm(query('a'))
    await mock.gm(query('b'))
    const [first, second] = [await stream.next(), await stream.next()]
    const { requests } = await admin.listRequests(serviceId, { after: '1' })
    t.strictSame(
      [second.value, first.value],
      requests.map((request) => ({ request, dropped: 0 })),
    )
    await stream.return?.()
    t.strictSame(await stream.next(), { done: true, value: undefined })
  })

  t.test('a stream goes on from a cursor, and tells what is not there any more', async (t) => {
    const { admin, mock } = await open(t, { journalEntries: 2 })
    for (const grantId of ['a', 'b', 'c', 'd']) await mock.gm(query(grantId))
    const told = []
    for await (const { request, dropped } of await admin.streamRequests(serviceId, { after: '1' })) {
      told.push([request.id, dropped])
      if (request.id === '4') await mock.gm(query('e'))
      if (request.id === '5') break
    }
    t.strictSame(told, [['3', 1], ['4', 0], ['5', 0]]) // prettier-ignore
  })

  t.test('a stream tells only what passes its filter', async (t) => {
    const { admin, mock } = await open(t)
    const filter = { grantId: 'b', action: 'UNAUTHORIZED', lint: 'organization-token' }
    const stream = await admin.streamRequests(serviceId, { ...filter, lint: 'token-with-scheme' })
    await mock.gm(query('b'))
    await mock.gm({ ...query('b'), accessToken: 'Bearer x' })
    const { value } = await stream.next()
    t.match(value, { request: { id: '2', lint: [{ rule: 'token-with-scheme' }] } })
    await stream.return?.()
  })

  t.test('a stream that is read by nobody yet waits for its reader', async (t) => {
    const { admin, mock } = await open(t)
    const stream = await admin.streamRequests(serviceId)
    const next = stream.next()
    await mock.gm(query('a'))
    t.match(await next, { done: false, value: { request: { id: '1' } } })
    const waiting = stream.next()
    await stream.return?.()
    t.match(await waiting, { done: true })
  })

  t.test('a stream ends with its service', async (t) => {
    const { admin } = await open(t)
    await admin.createService({ serviceId: '42' })
    const stream = await admin.streamRequests('42')
    const waiting = stream.next()
    await admin.deleteService('42')
    t.match(await waiting, { done: true })
  })

  t.test('a stream ends with the mock, and does not keep it from closing', async (t) => {
    const { admin, mock } = await open(t)
    const stream = await admin.streamRequests(serviceId)
    const waiting = stream.next()
    await mock.app.close()
    t.match(await waiting, { done: true })
  })
}
