import type { ServiceFixture, TokenFixture } from '../../schema/fixtures.ts'
import type { GmRequest } from '../../schema/gm.ts'
import type { Mock } from '../app.ts'
import { quoteForShell } from './variables.ts'

/** What a user needs for a first call; the curl line is printed only if it works. */
export async function writeBanner(mock: Mock, baseUrl: string): Promise<string> {
  const service = mock.fixtures.services[0]
  const request = service && (await findWorkingQuery(mock, service))
  const apiToken = mock.world.services[0]?.apiToken
  const rows = [
    ['Base URL', baseUrl],
    ['Service ID', service?.serviceId],
    ['API token', apiToken],
    ['Grant ID', request?.grantId],
    ['Contract', `${baseUrl}/docs`],
  ]
  const facts = rows.flatMap(([name = '', value]) =>
    value === undefined ? [] : [`  ${name.padEnd(12)}${value}`],
  )
  const call =
    service && apiToken && request
      ? ['', '  Try it:', '', ...formatCurl(baseUrl, service, apiToken, request)]
      : []
  return ['', ...facts, ...call, '', ''].join('\n')
}

/** Undefined if the data file no longer has the service, the token or the grant. */
async function findWorkingQuery({ admin }: Mock, service: ServiceFixture): Promise<GmRequest | undefined> {
  const { services } = await admin.listServices()
  if (!services.some(({ serviceId }) => serviceId === service.serviceId)) return undefined
  for (const request of (service.tokens ?? []).flatMap(toQuery)) {
    const { response } = await admin.explain(service.serviceId, request)
    if (response['action'] === 'OK') return request
  }
  return undefined
}

function toQuery({ accessToken, grantId, grant }: TokenFixture): readonly GmRequest[] {
  const id = grantId ?? grant?.grantId
  return id === undefined || accessToken === undefined
    ? []
    : [{ accessToken, gmAction: 'QUERY', grantId: id }]
}

function formatCurl(
  baseUrl: string,
  { serviceId }: ServiceFixture,
  apiToken: string,
  request: GmRequest,
): readonly string[] {
  return [
    `  curl -s ${baseUrl}/api/${serviceId}/gm \\`,
    `    -H 'Authorization: Bearer ${apiToken}' \\`,
    `    -H 'Content-Type: application/json' \\`,
    `    -d ${quoteForShell(JSON.stringify(request))}`,
  ]
}
