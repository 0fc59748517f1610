import t from 'tap'
import { ConnectionError } from '../../src/admin/admin-error.ts'
import { formatJunit } from '../../src/verify/junit.ts'
import { formatFindings, formatJson, summarize } from '../../src/verify/report.ts'
import { topics } from '../../src/verify/topics.ts'
import { startTestMock } from '../support/mock.ts'
import type { Behaviour } from './server.ts'
import { listen, tryServer } from './trial.ts'

const mock = await startTestMock(t)
const serverURL = await listen(mock)
const count = topics.flatMap(({ checks }) => checks).length

/** Does something at the first revocation. */
const atRevocation = (act: () => void): Partial<Behaviour> => ({
  ask: async (ask, body) => {
    if (body['gmAction'] === 'REVOKE') act()
    return ask(body)
  },
})

t.test('a server that dies is told once, and what it did before counts', async (t) => {
  const server = { stop: () => {} }
  const report = await tryServer(t, mock, serverURL, {
    behaviour: atRevocation(() => server.stop()),
    onStart: (stop) => (server.stop = stop),
  })
  const { serviceId, unfinished } = report
  t.match(unfinished, {
    cause: 'server',
    why: /closed \(ECONNRESET\), and those after it no answer: ECONNREFUSED/,
  })
  t.match(unfinished?.notMade[0], { id: 'revoke-status', topic: 'Revoking a grant' })
  t.ok(report.results.every(({ result }) => result === 'pass'))
  t.equal(report.results.length + (unfinished?.notMade.length ?? 0), count)
  t.strictSame(summarize(report, false), {
    passed: 9,
    failed: 0,
    warning: 0,
    skipped: 0,
    leftOut: 0,
    notMade: count - 9,
  })
  t.strictSame((await mock.admin.listGrants(serviceId)).grants, [])
  t.strictSame((await mock.admin.listFaults(serviceId)).faults, [])

  const text = formatFindings(report, false, 'M')
  t.equal(text.match(/no longer answers/g)?.length, 1)
  t.match(text, `It ended during revoke-status: `)
  t.match(text, `Service ${serviceId} is as it was.`)
  t.match(text, `9 passed, 0 failed, 0 warnings, 0 skipped, ${count - 9} not made; not finished: http`)
  t.match(JSON.parse(formatJson(report, false)), { finished: false, unfinished: { cause: 'server' } })

  const xml = formatJunit(report, false)
  t.match(xml, `<testsuites tests="${count}" failures="0" errors="1" skipped="${count - 10}" `)
  t.match(xml, /name="revoke-status: [^>]*><error message="not finished: The authorization server no longer/)
  t.match(xml, /name="revoke-empty: [^>]*><skipped message="not made: the run was not finished"\/>/)
})

for (const status of [502, 503, 504]) {
  t.test(`a server that dies behind a proxy, which answers ${status}, is told once`, async (t) => {
    const life = { ended: false }
    const behaviour: Partial<Behaviour> = {
      ask: async (ask, body) => {
        life.ended ||= body['gmAction'] === 'REVOKE'
        if (life.ended) throw new Error('ended')
        return ask(body)
      },
      fail: () => ({ status, headers: {}, body: '<h1>Bad Gateway</h1>' }),
    }
    const { results, unfinished } = await tryServer(t, mock, serverURL, { behaviour })
    const lost = `status ${status} without a call to /gm`
    t.match(unfinished, { cause: 'server', why: `A request got ${lost}, and those after it ${lost}.` })
    t.equal(unfinished?.notMade[0]?.id, 'revoke-status')
    t.ok(results.every(({ result }) => result === 'pass'))
  })
}

t.test('a server that breaks off two requests and answers the next one has not died', async (t) => {
  const broken = new Set<unknown>()
  const behaviour: Partial<Behaviour> = {
    ask: async (ask, body) => {
      const isFirst = broken.size === 0 && body['gmAction'] === 'REVOKE'
      if (isFirst || broken.size === 1) {
        broken.add(body)
        throw new Error('broken')
      }
      return ask(body)
    },
    fail: () => 'hang up',
  }
  const tried = topics.filter(({ id }) => id === 'revoke')
  const report = await tryServer(t, mock, serverURL, { behaviour }, tried)
  t.notOk('unfinished' in report)
  t.match(report.results[0], { id: 'revoke-status', result: 'fail', actual: /closed/, hint: /^Answer every/ })
})

t.test('a server that breaks off where it should refuse is told to answer', async (t) => {
  const behaviour: Partial<Behaviour> = {
    ask: async (ask, body) => {
      const answer = await ask(body)
      if (answer.action === 'UNAUTHORIZED') throw new Error('refused')
      return answer
    },
    fail: () => 'hang up',
  }
  const tried = topics.filter(({ id }) => id === 'refusals')
  const { results } = await tryServer(t, mock, serverURL, { behaviour }, tried)
  t.match(results[0], { id: 'unauthorized-status', result: 'fail', actual: /closed/, hint: /^Answer every/ })
})

t.test('a mock that dies is told once, and that the service may not be as it was', async (t) => {
  const gone = { yes: false }
  const failing = async () => Promise.reject(new ConnectionError('GET http://mock failed: ECONNREFUSED'))
  const { admin } = mock
  const report = await tryServer(t, mock, serverURL, {
    behaviour: atRevocation(() => (gone.yes = true)),
    options: {
      admin: {
        ...admin,
        listRequests: async (...given) => (gone.yes ? failing() : admin.listRequests(...given)),
        deleteClient: async (...given) => (gone.yes ? failing() : admin.deleteClient(...given)),
      },
    },
  })
  t.match(report.unfinished, { cause: 'mock', why: 'GET http://mock failed: ECONNREFUSED' })
  t.equal(report.leftBehind, 'GET http://mock failed: ECONNREFUSED')
  const text = formatFindings(report, false, 'M')
  t.match(text, 'not finished  The mock failed. GET http://mock failed: ECONNREFUSED\n')
  t.match(text, `What the run made in service ${report.serviceId} is still there: GET http`)
  t.notMatch(text, 'is as it was')
})

t.test('an error that nobody foresaw ends the run, and leaves nothing behind', async (t) => {
  const { admin } = mock
  const { serviceId } = await admin.createService()
  const listRequests = { calls: 0 }
  const run = tryServer(t, mock, serverURL, {
    options: {
      admin: {
        ...admin,
        listRequests: async (...given) => {
          listRequests.calls += 1
          if (listRequests.calls > 1) throw new TypeError('a bug')
          return admin.listRequests(...given)
        },
      },
    },
  })
  await t.rejects(run, new TypeError('a bug'))
  t.strictSame((await admin.listGrants(serviceId)).grants, [])
})
