import { join } from 'node:path'
import type { Fixtures } from '../../schema/fixtures.ts'
import type { Workshop } from '../workshop.ts'
import { authorize, callGm, type Row } from './row.ts'
import { serveFloor, serveMock, writeFixtures } from './serve.ts'

/** As many as fixtures may hold. */
const grantCount = 75_000
const service = { serviceId: '4277000077', apiToken: 'bench-service-token' }

/** One token that may revoke, and many grants with a token and a refresh token each, in a file. */
export async function prepareRevocation(workshop: Workshop): Promise<readonly Row[]> {
  const grantIds = Array.from({ length: grantCount }, (_, number) => `g${number}`)
  const bodies = grantIds.map((grantId) =>
    JSON.stringify({ accessToken: 'revoker', gmAction: 'REVOKE', grantId }),
  )
  const shared = {
    headers: authorize(service.apiToken),
    steps: [callGm(service.serviceId, bodies, 'NO_CONTENT')],
  }
  const floorFile = join(workshop.folder, 'floor.sqlite')
  return [
    {
      ...shared,
      name: 'floor of REVOKE',
      served: await serveFloor(workshop, 'revocation', [floorFile, String(grantCount)]),
    },
    { ...shared, name: 'REVOKE, on disk', served: await serveGrants(workshop, grantIds) },
  ]
}

/** A process of its own writes the file, so that the one under load does not hold the fixtures in its memory. */
async function serveGrants(workshop: Workshop, grantIds: readonly string[]) {
  const fixtures = writeFixtures(workshop, 'grants', describeGrants(grantIds))
  const data = join(workshop.folder, 'grants.sqlite')
  await workshop.stop(await serveMock(workshop, ['--data', data, '--fixtures', fixtures]))
  return serveMock(workshop, ['--data', data])
}

function describeGrants(grantIds: readonly string[]): Fixtures {
  const { serviceId, apiToken } = service
  const shared = { clientId: 1, subject: 'alice' }
  const holders = grantIds.map((grantId) => ({
    ...shared,
    accessToken: `t-${grantId}`,
    refreshToken: true,
    grant: { grantId },
  }))
  const tokens = [...holders, { ...shared, accessToken: 'revoker', scopes: ['grant_management_revoke'] }]
  return { services: [{ serviceId, apiTokens: [{ apiToken }], clients: [{ clientId: 1 }], tokens }] }
}
