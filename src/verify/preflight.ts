import type { TestClient } from './test-client.ts'
import type { Exchange } from './exchange.ts'

/** Changes nothing, but counts the calls to /gm: the journal may be off. */
const counter = { fault: 'latency', delay: { fixed: 0 } } as const

/** Sends one plain query; returns why no check can run if it is not answered, or does not reach the mock. */
export async function preflight(client: TestClient): Promise<string | undefined> {
  const request = { method: 'GET', ...(await client.mint()) }
  const exchange = await client.attempt(request, counter)
  const { failure, calls, hits = 0 } = exchange
  if (failure !== undefined && failure !== 'too long') return describeFailure(client, exchange)
  if (calls.length > 0) return undefined
  if (hits > 0)
    return 'The mock was called, but it keeps no journal. Start it with --journal-entries above 0.'
  return describeSilence(client, exchange, await findCalledService(client, request.accessToken))
}

function describeFailure({ endpoint }: TestClient, { failure, description }: Exchange): string {
  if (failure !== 'unreachable') return `${endpoint} gave ${description}.`
  const advice = /CERT|SIGNATURE/.test(description)
    ? ['Set NODE_EXTRA_CA_CERTS to a PEM file with the authority of its certificate.']
    : []
  return [`${endpoint} cannot be reached: ${description}.`, ...advice].join('\n  ')
}

function describeSilence({ endpoint, service }: TestClient, exchange: Exchange, called?: string): string {
  const { serviceId } = service
  const advice =
    called === undefined
      ? [
          ...explain(exchange),
          'The authorization server must ask this mock (AUTHLETE_BASE_URL), with this service (AUTHLETE_SERVICE_ID).',
        ]
      : [`Service ${called} of the mock got the call: give --service-id ${called}.`]
  return [
    `A query at ${endpoint} got ${exchange.description}, and service ${serviceId} of the mock saw no call to /gm for it.`,
    ...advice,
  ].join('\n  ')
}

function explain({ status = 0, fields }: Exchange): readonly string[] {
  if (status === 404) return ['Is this the grant management endpoint, without a grant id?']
  if (status === 401) return ['Does the authorization server check access tokens before it asks Authlete?']
  if (status >= 300 && status < 400)
    return ['Redirects are not followed: give the URL of the endpoint itself.']
  if (status >= 500) return ['The log of the server may say why it did not ask Authlete.']
  return /html/i.test(fields('content-type').join()) ? ['The answer is a page for people, not a grant.'] : []
}

/** More services are not searched: each is a call. */
const maxSearched = 50

/** The service that the authorization server has called instead. */
async function findCalledService(
  { admin, service }: TestClient,
  accessToken: string,
): Promise<string | undefined> {
  const { services } = await admin.listServices()
  const others = services.filter(({ serviceId }) => serviceId !== service.serviceId).slice(0, maxSearched)
  for (const { serviceId } of others) {
    const { count } = await admin.countRequests(serviceId, { match: { accessToken } })
    if (count > 0) return serviceId
  }
  return undefined
}
