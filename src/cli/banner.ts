import type { ServiceFixture, TokenFixture } from '../../schema/fixtures.ts'
import type { GmRequest } from '../../schema/gm.ts'
import type { Mock } from '../app.ts'

/** What a person needs to make a first call; the curl line is only there if it works. */
export async function writeBanner(mock: Mock, baseUrl: string): Promise<string> {
  const service = mock.fixtures.services[0]
  const request = service && (await findWorkingQuery(mock, service))
  const apiToken = service?.apiTokens?.[0]?.apiToken
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

async function findWorkingQuery(
  { admin, fixtures }: Mock,
  service: ServiceFixture,
): Promise<GmRequest | undefined> {
  for (const token of fixtures.services.find((one) => one === service)?.tokens ?? []) {
    const request = toQuery(token)
    if (request === undefined) continue
    const { response } = await admin.explain(service.serviceId, request)
    if (response['action'] === 'OK') return request
  }
  return undefined
}

function toQuery({ accessToken, grantId, grant }: TokenFixture): GmRequest | undefined {
  const id = grantId ?? grant?.grantId
  return id === undefined ? undefined : { accessToken, gmAction: 'QUERY', grantId: id }
}

function formatCurl(
  baseUrl: string,
  { serviceId }: ServiceFixture,
  apiToken: string,
  request: GmRequest,
): string[] {
  return [
    `  curl -s ${baseUrl}/api/${serviceId}/gm \\`,
    `    -H 'Authorization: Bearer ${apiToken}' \\`,
    `    -H 'Content-Type: application/json' \\`,
    `    -d '${JSON.stringify(request)}'`,
  ]
}
