import { gzipSync } from 'node:zlib'
import type { Call } from './caller.ts'
import type { Calls } from './calls.ts'
import { apiToken, ids, organizationToken } from './services.ts'

const json = { 'content-type': 'application/json' }
const gm = `/api/${ids.whole}/gm`
const service = `/_mock/services/${ids.whole}`
const good = '{"gmAction":"QUERY","accessToken":"none","grantId":"g"}'

/** What does not get as far as an API, or only just. */
export async function callFrontDoor(calls: Calls): Promise<void> {
  await tryPaths(calls)
  await tryAuthorizations(calls)
  await sendBodies(calls)
}

const paths = [
  '/',
  '/gm',
  '/api',
  '/api/',
  `/api/${ids.whole}`,
  `/api/${ids.whole}/`,
  `/api/${ids.whole}/auth/toke`,
  `/api/${ids.whole}/gm/`,
  '/api/x/gm',
  `/api/${ids.whole}/backchannel/authentication`,
  '/api/service/get',
  '/api/%zz/gm',
  '/%zz',
  '/_mock',
  '/_mock/',
  '/_mock/service',
  '/_mock/servces',
  '/docs/none',
  '/openapi.yaml',
  '/favicon.ico',
]

const knownPaths = [
  gm,
  '/livez',
  '/readyz',
  '/_mock/services',
  service,
  '/openapi.json',
  `/api/${ids.whole}/client/get/1001`,
]

async function tryPaths({ record }: Calls): Promise<void> {
  for (const path of paths) {
    for (const method of ['GET', 'POST', 'PUT', 'HEAD', 'OPTIONS']) {
      await record('path', path, { method, token: apiToken, ...(method === 'POST' && { body: {} }) })
    }
  }
  for (const path of knownPaths) {
    for (const method of ['PUT', 'PATCH', 'DELETE', 'TRACE', 'OPTIONS']) {
      if (method === 'DELETE' && path === service) continue
      await record('method', path, { method, token: apiToken })
    }
    if (path !== '/openapi.json') await record('method', path, { method: 'HEAD', token: apiToken })
  }
}

const authorizations = [
  '',
  'Bearer',
  'Bearer  ',
  'Basic eDp5',
  'bearer recorded-service-token',
  'Bearer wrong',
  'Bearer recorded-weak-token',
  `Bearer ${organizationToken}`,
  'Bearer a b',
]

async function tryAuthorizations({ record }: Calls): Promise<void> {
  for (const authorization of authorizations) {
    await record('authorization', gm, { method: 'POST', headers: { ...json, authorization }, body: good })
  }
  const call = { method: 'POST', headers: json, body: good }
  await record('authorization', gm, call)
  await record('authorization', `/api/${ids.bare}/gm`, { ...call, token: apiToken })
  await record('authorization', '/api/99/gm', { ...call, token: organizationToken })
}

const mediaTypes = [
  'text/plain',
  'application/json; charset=latin1',
  'application/json;charset=UTF-8',
  'APPLICATION/JSON',
  'application/x-www-form-urlencoded',
  'application/vnd.x+json',
  'nonsense',
  '',
]

async function sendBodies({ record }: Calls): Promise<void> {
  for (const body of bodies) await post(record, { headers: json, body })
  for (const type of mediaTypes) await post(record, { headers: { 'content-type': type }, body: good })
  await post(record, { headers: { ...json, 'content-encoding': 'gzip' }, body: gzipSync(good) })
  await post(record, { headers: { ...json, 'content-encoding': 'gzip' }, body: good })
  await post(record, { headers: { ...json, 'content-encoding': 'br, gzip' }, body: good })
  await post(record, { headers: { ...json, accept: 'text/html', origin: 'https://x.example' }, body: good })
  await post(record, {})
}

const bodies = [
  '',
  '{',
  '[]',
  'null',
  '5',
  '""',
  '{"gmAction":"QUERY","gmAction":"REVOKE"}',
  '{"gmAction":5}',
  '{"gmAction":"other"}',
  '{"accessToken":{"a":1}}',
  '{"accessToken":12345678901234567890}',
  '{"unknown":true}',
  '{"__proto__":{"a":1}}',
  '\uFEFF{}',
  '{"grantId":"\\ud800"}',
  `{"grantId":"${'g'.repeat(9000)}"}`,
  '['.repeat(5000),
  '{"a":1e999}',
  good,
]

async function post(record: Calls['record'], call: Call): Promise<void> {
  await record('body', gm, { method: 'POST', token: apiToken, ...call })
}
