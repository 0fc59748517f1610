import t from 'tap'
import { writeHar, type ArchivedCall } from '../../src/journal/har.ts'
import { findHarProblems } from '../support/har.ts'

const facts = { serviceId: '1', version: '0', dropped: 0, cursor: '1' }

const call: ArchivedCall = {
  id: '1',
  at: 1_767_225_600_000,
  api: 'client/delete/{clientId}',
  status: 204,
  durationMs: 1.5,
  reason: 'deleted',
  source: 'observed',
  conditionSource: 'observed',
  messageSource: 'observed',
  request: {
    method: 'DELETE',
    path: '/api/1/client/delete/2?x=1',
    headers: { host: 'a b', via: ['1', '2'] },
  },
  response: {},
  trace: [],
  lint: [],
}

t.test('a call without bodies, and without a host that can be one, is archived', async (t) => {
  const har = writeHar([call], facts)
  t.strictSame(findHarProblems(har), [])
  t.match(har.log.entries[0], {
    startedDateTime: '2025-12-31T23:59:59.998Z',
    request: {
      url: 'http://gm-mock.invalid/api/1/client/delete/2?x=1',
      headers: [{ name: 'host' }, { name: 'via', value: '1' }, { name: 'via', value: '2' }],
      queryString: [{ name: 'x', value: '1' }],
      bodySize: 0,
    },
    response: { status: 204, headers: [], content: { size: 0, text: '' } },
  })
})

t.test('a body that is text stays text, and one that was not kept is told as such', async (t) => {
  const headers = { host: 'localhost', authorization: 'secret' }
  const bodies = ['{', '(20000 octets, not kept)']
  const request = { method: 'POST', path: '/api/1/gm', headers }
  const har = writeHar(
    bodies.map((body) => ({ ...call, status: 599, request: { ...request, body } })),
    facts,
  )
  t.strictSame(findHarProblems(har), [])
  t.match(har.log.entries, [
    { request: { postData: { text: '{' } }, response: { statusText: '' } },
    { request: { postData: { text: '', comment: bodies[1] } } },
  ])
  t.notMatch(JSON.stringify(har), 'secret')
})
