import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { createRandom } from '../../../src/base/random.ts'
import { makeCertificate } from '../../../src/testkit/certificate.ts'
import { startMock } from '../../../src/index.ts'
import { startServer, flawless, type Behaviour } from '../../verify/server.ts'

export interface World {
  readonly mockUrl: string
  readonly serviceId: string
  readonly endpoint: string
  readonly folder: string
  readonly environment: Readonly<Record<string, string>>
}

/** A mock with one service, and a server that asks it, which speaks TLS by default. */
export async function startWorld(
  t: Test,
  change?: Partial<Behaviour>,
  speaksTls = true,
  onStart?: (stop: () => void) => void,
): Promise<World> {
  const mock = await startMock({ fixtures: { services: [] }, logLevel: 'silent' })
  t.teardown(() => mock.close())
  const { admin, baseUrl: mockUrl } = mock
  const service = { tlsClientCertificateBoundAccessTokens: true, mock: { strictOwnership: true } }
  const { serviceId, serviceToken } = await admin.createService(service)
  const { certificate, privateKey } = await makeCertificate(
    { now: Date.now(), alternativeNames: { ip: ['127.0.0.1'] } },
    createRandom(),
  )
  const findLimit = async () =>
    (await admin.listFaults(serviceId)).faults[0]?.fault === 'timeout' ? 50 : undefined
  const endpoint = await startServer(t, {
    serverURL: mockUrl,
    serviceId,
    bearer: serviceToken,
    behaviour: { ...flawless, ...change },
    findLimit,
    ...(onStart !== undefined && { onStart }),
    ...(speaksTls && { tls: { cert: certificate, key: privateKey } }),
  })
  const folder = t.testdir()
  const authority = join(folder, 'as.pem')
  writeFileSync(authority, certificate)
  return { mockUrl, serviceId, endpoint, folder, environment: { NODE_EXTRA_CA_CERTS: authority } }
}
