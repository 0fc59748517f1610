import type { Test } from 'tap'
import type { NewServiceRequest } from '../../schema/admin/services.ts'
import type { Topic } from '../../src/verify/check.ts'
import { verify, type Report, type VerifyOptions } from '../../src/verify/verify.ts'
import type { TestMock } from '../support/mock.ts'
import { flawless, startServer, type Behaviour } from './server.ts'

/** What is tried: a server that is flawless except for this. */
export interface Trial {
  readonly behaviour?: Partial<Behaviour>
  readonly service?: NewServiceRequest
  readonly waitsForever?: true | undefined
  readonly onStart?: (stop: () => void) => void
  readonly options?: Partial<VerifyOptions>
}

/** The service of an authorization server that leaves it to the mock to compare subjects. */
const strict: NewServiceRequest = { mock: { strictOwnership: true } }

/** How long the server waits for Authlete where it would wait for ever: never long enough to matter otherwise. */
const shortLimit = 50

/** How long a server waits for Authlete: not for ever where that does not answer at all. */
export function limitWaiting({ admin }: TestMock, serviceId: string): () => Promise<number | undefined> {
  return async () => {
    const { faults } = await admin.listFaults(serviceId)
    return faults.some(({ fault }) => fault === 'timeout') ? shortLimit : undefined
  }
}

/** Answers are not watched: what faults send is in no contract. */
export function listen({ app }: TestMock): Promise<string> {
  return app.listen({ port: 0, host: '127.0.0.1' })
}

/** Runs checks, all by default, against a server that asks a service of its own. */
export async function tryServer(
  t: Test,
  mock: TestMock,
  serverURL: string,
  trial: Trial,
  tried?: readonly Topic[],
): Promise<Report> {
  const { admin } = mock
  const { serviceId, serviceToken } = await admin.createService(trial.service ?? strict)
  const findLimit = limitWaiting(mock, serviceId)
  const endpoint = await startServer(t, {
    serverURL,
    serviceId,
    bearer: serviceToken,
    behaviour: { ...flawless, ...trial.behaviour },
    ...(trial.waitsForever === undefined && { findLimit }),
    ...(trial.onStart !== undefined && { onStart: trial.onStart }),
  })
  const timeoutMs = trial.waitsForever === undefined ? 30_000 : 1000
  const { signal } = new AbortController()
  const options = { admin, serviceId, url: endpoint, timeoutMs, signal, ...trial.options }
  const report = await verify(options, tried)
  if ('problem' in report) throw new Error(report.problem)
  return report
}

export function listFailed({ results }: Report): readonly string[] {
  return results.filter(({ result }) => result === 'fail').map(({ id }) => id)
}
