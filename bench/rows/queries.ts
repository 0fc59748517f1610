import type { GmRequest } from '../../schema/gm.ts'
import { readPackageFile, type Workshop } from '../workshop.ts'
import { answers, authorize, callGm, demo, type Row } from './row.ts'
import { serveFloor, serveMock } from './serve.ts'

/** What needs no more than the demo fixtures, and the floors that are asked the same. */

const headers = authorize(demo.apiToken)
const bearerQuery: GmRequest = { accessToken: 'demo-bearer', gmAction: 'QUERY', grantId: 'demo-grant' }
const bearerSteps = [callGm(demo.serviceId, [JSON.stringify(bearerQuery)])]

export async function prepareFloor1(workshop: Workshop): Promise<Row> {
  const served = await serveFloor(workshop, 'look-ups')
  return { name: 'floor 1: Fastify', served, headers, steps: bearerSteps, isTold: true }
}

export async function prepareFloor2(workshop: Workshop): Promise<Row> {
  const served = await serveFloor(workshop, 'look-ups', ['look-ups'])
  return { name: 'floor 2: and two look-ups', served, headers, steps: bearerSteps }
}

export async function prepareBearer(workshop: Workshop): Promise<Row> {
  return { name: 'QUERY, bearer', served: await serveMock(workshop), headers, steps: bearerSteps }
}

/** With a line of the log for each call, as the command has it unless it is told otherwise. */
export async function prepareBearerAtInfo(workshop: Workshop): Promise<Row> {
  const served = await serveMock(workshop, [], 'info')
  return { name: 'QUERY, bearer, at info', served, headers, steps: bearerSteps }
}

export async function prepareCertificate(workshop: Workshop): Promise<Row> {
  const clientCertificate = readPackageFile('fixtures/keys/demo-mtls.certificate.pem')
  const body = JSON.stringify({ ...bearerQuery, accessToken: 'demo-mtls', clientCertificate })
  const steps = [callGm(demo.serviceId, [body])]
  return { name: 'QUERY, certificate', served: await serveMock(workshop), headers, steps }
}

export async function prepareIntrospection(workshop: Workshop): Promise<Row> {
  const step = {
    path: `/api/${demo.serviceId}/auth/introspection`,
    body: JSON.stringify({ token: 'demo-bearer', scopes: ['grant_management_query'] }),
    expected: answers('OK'),
  }
  return { name: 'introspection', served: await serveMock(workshop), headers, steps: [step] }
}
