import type { Bench } from './bench.ts'
import type { Visit } from './visit.ts'

/** Makes one plain query, and tells why no check could say anything where it does not come through to the mock. */
export async function findObstacle(bench: Bench): Promise<string | undefined> {
  const { endpoint, service } = bench
  const { serviceId } = service
  const visit = await bench.visit({ method: 'GET', ...(await bench.mint()) })
  if (visit.calls.length > 0) return undefined
  if (visit.status === undefined) return `${endpoint} cannot be reached: ${visit.said}.`
  return [
    `A query at ${endpoint} was answered with ${visit.said}, and service ${serviceId} of the mock saw no call to /gm for it.`,
    ...explain(visit),
    'The authorization server must ask this mock (AUTHLETE_BASE_URL), with this service (AUTHLETE_SERVICE_ID).',
    'The mock must keep a journal (--journal-entries above 0).',
  ].join('\n  ')
}

function explain({ status }: Visit): readonly string[] {
  if (status === 404) return ['Is this the grant management endpoint, without a grant id?']
  if (status === 401) return ['Does the authorization server judge access tokens before it asks Authlete?']
  return []
}
