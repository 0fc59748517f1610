import type { TestClient } from './test-client.ts'
import type { Exchange } from './exchange.ts'

/** Sends one plain query; returns why no check can run if the query does not reach the mock. */
export async function preflight(client: TestClient): Promise<string | undefined> {
  const { endpoint, service } = client
  const { serviceId } = service
  const exchange = await client.send({ method: 'GET', ...(await client.mint()) })
  if (exchange.calls.length > 0) return undefined
  if (exchange.status === undefined) return `${endpoint} cannot be reached: ${exchange.description}.`
  return [
    `A query at ${endpoint} was answered with ${exchange.description}, and service ${serviceId} of the mock saw no call to /gm for it.`,
    ...explain(exchange),
    'The authorization server must ask this mock (AUTHLETE_BASE_URL), with this service (AUTHLETE_SERVICE_ID).',
    'The mock must keep a journal (--journal-entries above 0).',
  ].join('\n  ')
}

function explain({ status }: Exchange): readonly string[] {
  if (status === 404) return ['Is this the grant management endpoint, without a grant id?']
  if (status === 401) return ['Does the authorization server check access tokens before it asks Authlete?']
  return []
}
