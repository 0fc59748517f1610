import t from 'tap'
import { createRandom } from '../../src/base/random.ts'
import { createTestClient } from '../../src/verify/test-client.ts'
import { certificateTopic } from '../../src/verify/checks/certificate-checks.ts'
import { topics } from '../../src/verify/topics.ts'
import { severityOf } from '../../src/verify/report.ts'
import { verify } from '../../src/verify/verify.ts'
import { startAuthorizationServer } from '../support/servers/authorization-server.ts'
import { apiToken, oneService, serviceId, startTestMock } from '../support/mock.ts'
import { flaws as ofAnswers } from './flaws-of-answers.ts'
import { flaws as ofFailures } from './flaws-of-failures.ts'
import { flaws as ofRequests } from './flaws-of-requests.ts'
import { flawless, startServer, type Behaviour } from './server.ts'
import { limitWaiting, listen, listFailed, tryServer } from './trial.ts'

t.test('a server that does everything right passes every check', async (t) => {
  const mock = await startTestMock(t)
  const report = await tryServer(t, mock, await listen(mock), {})
  t.strictSame(listFailed(report), [])
  const skipped = report.results.filter(({ result }) => result === 'skipped').map(({ id }) => id)
  t.strictSame(skipped, ['certificate-passed-on', 'certificate-missing'], 'it does not speak TLS')
  t.equal(
    report.results.filter((result) => severityOf(result, true) === 'passed').length,
    report.results.length - 2,
  )
})

t.test('a service that always demands nonces keeps no server from passing', async (t) => {
  const mock = await startTestMock(t)
  const service = { dpopNonceRequired: true, mock: { strictOwnership: true } }
  const report = await tryServer(t, mock, await listen(mock), { service })
  t.strictSame(listFailed(report), [])
  t.match(await mock.admin.getService(report.serviceId), { dpopNonceRequired: true }, 'it still does')
})

t.test('a server that asks Authlete for more than grant management passes too', async (t) => {
  const mock = await startTestMock(t, { world: oneService, strictOwnership: true })
  const serverURL = await listen(mock)
  const behaviour: Behaviour = {
    ...flawless,
    ask: async (ask, body) => {
      await fetch(`${serverURL}/api/${serviceId}/service/get/${serviceId}`, {
        headers: { authorization: `Bearer ${apiToken}` },
      })
      return ask(body)
    },
  }
  const url = await startServer(t, {
    serverURL,
    bearer: apiToken,
    serviceId,
    behaviour,
    findLimit: limitWaiting(mock, serviceId),
  })
  const signal = new AbortController().signal
  const report = await verify({ admin: mock.admin, serviceId, url, timeoutMs: 30_000, signal })
  if ('problem' in report) throw new Error(report.problem)
  t.strictSame(listFailed(report), [])
})

t.test('a service that binds no tokens to certificates is not judged by certificates', async (t) => {
  const { admin } = await startTestMock(t, { world: oneService })
  await admin.updateService(serviceId, { tlsClientCertificateBoundAccessTokens: null })
  const client = createTestClient({
    admin,
    service: await admin.getService(serviceId),
    random: createRandom(),
    endpoint: 'https://as.example.com/grants',
    timeoutMs: 1000,
    signal: new AbortController().signal,
  })
  const why = 'The service does not say tlsClientCertificateBoundAccessTokens.'
  for (const { run } of certificateTopic.checks) {
    t.strictSame(await run(client), { result: 'skipped', why })
  }
})

t.test('each check finds a flaw', async (t) => {
  const found = new Set([...ofAnswers, ...ofRequests, ...ofFailures].flatMap((flaw) => flaw.found))
  const idle = topics.flatMap(({ checks }) => checks).filter(({ id }) => !found.has(id))
  t.strictSame(
    idle.map(({ id }) => id),
    ['certificate-passed-on', 'certificate-missing'],
    'those are tried with TLS',
  )
})

t.test('the authorization server of the tests passes every check', async (t) => {
  const mock = await startTestMock(t, { world: oneService, strictOwnership: true })
  const backend = { serverURL: await listen(mock), bearer: apiToken, serviceId }
  const { baseUrl } = await startAuthorizationServer(t, backend)
  const report = await verify({
    admin: mock.admin,
    serviceId,
    url: `${baseUrl}/grants`,
    timeoutMs: 30_000,
    signal: new AbortController().signal,
  })
  if ('problem' in report) throw new Error(report.problem)
  t.strictSame(listFailed(report), [])
})
