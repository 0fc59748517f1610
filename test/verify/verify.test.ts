import t, { type Test } from 'tap'
import { topics } from '../../src/verify/checks.ts'
import { weigh } from '../../src/verify/report.ts'
import { verify, type Report } from '../../src/verify/verify.ts'
import type { NewServiceOrder } from '../../schema/admin.ts'
import { httpAdmin } from '../admin/http-client.ts'
import { startTestMock, type TestMock } from '../support/mock.ts'
import { flaws, type Flaw } from './flaws.ts'
import { flawless, startServer, type Behaviour } from './server.ts'

interface Trial {
  readonly behaviour?: Partial<Behaviour>
  readonly service?: NewServiceOrder
  readonly waitsForever?: true | undefined
}

/** The service of an authorization server that leaves it to the mock to compare subjects. */
const strict: NewServiceOrder = { mock: { strictOwnership: true } }

/** How long the server waits for Authlete where it would wait for ever: never long enough to matter otherwise. */
const shortLimit = 50

/** Answers are not watched: what faults send is in no contract. */
function listen({ app }: TestMock): Promise<string> {
  return app.listen({ port: 0, host: '127.0.0.1' })
}

async function tryServer(t: Test, mock: TestMock, serverURL: string, trial: Trial): Promise<Report> {
  const admin = httpAdmin(mock)
  const { serviceId, serviceToken } = await admin.createService(trial.service ?? strict)
  const findLimit = async (): Promise<number | undefined> => {
    const { faults } = await admin.listFaults(serviceId)
    return faults.some(({ fault }) => fault === 'timeout') ? shortLimit : undefined
  }
  const endpoint = await startServer(t, {
    serverURL,
    serviceId,
    bearer: serviceToken,
    behaviour: { ...flawless, ...trial.behaviour },
    ...(trial.waitsForever === undefined && { findLimit }),
  })
  const report = await verify({
    admin,
    serviceId,
    url: endpoint,
    timeoutMs: trial.waitsForever === undefined ? 30_000 : 3000,
    signal: new AbortController().signal,
  })
  if ('obstacle' in report) throw new Error(report.obstacle)
  return report
}

function listFailed({ results }: Report): readonly string[] {
  return results.filter(({ result }) => result === 'fail').map(({ id }) => id)
}

t.test('a server that does everything right passes every check', async (t) => {
  const mock = await startTestMock(t)
  const report = await tryServer(t, mock, await listen(mock), {})
  t.strictSame(listFailed(report), [])
  const skipped = report.results.filter(({ result }) => result === 'skipped').map(({ id }) => id)
  t.strictSame(skipped, ['certificate-passed-on', 'certificate-missing'], 'it does not speak TLS')
  t.equal(
    report.results.filter((result) => weigh(result, true) === 'passed').length,
    report.results.length - 2,
  )
})

t.test('each flaw is found by the checks that name it, and by no others', async (t) => {
  const mock = await startTestMock(t)
  const serverURL = await listen(mock)
  for (const { what, found, behaviour, remember, ...flaw } of flaws satisfies readonly Flaw[]) {
    const trial = { ...flaw, behaviour: { ...behaviour, ...remember?.() } }
    const failed = listFailed(await tryServer(t, mock, serverURL, trial))
    t.strictSame(failed.toSorted(), found.toSorted(), `a server that ${what}`)
  }
})

t.test('each check finds a flaw', async (t) => {
  const found = new Set(flaws.flatMap((flaw) => flaw.found))
  const idle = topics.flatMap(({ checks }) => checks).filter(({ id }) => !found.has(id))
  t.strictSame(
    idle.map(({ id }) => id),
    ['certificate-passed-on', 'certificate-missing'],
    'those are tried with TLS',
  )
})
