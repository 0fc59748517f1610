import { readFileSync } from 'node:fs'
import t from 'tap'
import { lintRules } from '../../src/lint/linter.ts'
import { oneService, serviceId, startTestMock, type TestMock } from '../support/mock.ts'
import { makeProof } from '../support/requests/proof.ts'
import { callScenarios } from './call-scenarios.ts'
import { clientScenarios } from './client-scenarios.ts'
import { lossScenarios } from './loss-scenarios.ts'
import { possessionScenarios } from './possession-scenarios.ts'
import { bound, call } from './scenario.ts'

const scenarios = { ...callScenarios, ...lossScenarios, ...clientScenarios, ...possessionScenarios }

/** Rules that the last call broke. */
async function flagsOf({ admin }: TestMock): Promise<readonly string[]> {
  const [last] = (await admin.listRequests(serviceId)).requests
  return (last?.lint ?? []).map(({ rule }) => rule)
}

t.test('every rule has its scenarios, and the documentation names it', async (t) => {
  const documentation = readFileSync('docs/journal.md', 'utf8').replace(/ +/g, ' ')
  t.strictSame(
    Object.keys(scenarios),
    lintRules.map(({ rule }) => rule),
  )
  for (const { rule, clause, summary } of lintRules) {
    t.ok(documentation.includes(`| \`${rule}\` | ${summary} | ${clause} |`), `${rule} is documented`)
  }
})

for (const [rule, { broken, kept }] of Object.entries(scenarios)) {
  for (const [index, scenario] of broken.entries()) {
    t.test(`${rule} is flagged (${index + 1})`, async (t) => {
      const mock = await startTestMock(t)
      await scenario(mock)
      t.strictSame(await flagsOf(mock), [rule])
    })
  }
  for (const [index, scenario] of kept.entries()) {
    t.test(`${rule} is not flagged where it is kept (${index + 1})`, async (t) => {
      const mock = await startTestMock(t)
      await scenario(mock)
      t.strictSame(await flagsOf(mock), [])
    })
  }
}

t.test('a property without effect is flagged when a service is created', async (t) => {
  const mock = await startTestMock(t)
  const { apiToken } = await mock.admin.createApiToken({ rights: ['CREATE_SERVICE'] })
  for (const hsmEnabled of [true, false]) {
    await mock.inject({
      method: 'POST',
      url: '/api/service/create',
      headers: { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' },
      payload: JSON.stringify({ hsmEnabled }),
    })
    const [last] = (await mock.admin.listAllRequests()).requests
    t.strictSame(
      last?.lint.map(({ rule }) => rule),
      hsmEnabled ? ['property-without-effect'] : [],
    )
  }
})

t.test('what an answer of Authlete has can be sent back as an update', async (t) => {
  const world = { services: [{ ...oneService.services[0], clients: [{ clientId: 1001 }], serviceId }] }
  const mock = await startTestMock(t, { world })
  const { apiToken } = await mock.admin.createApiToken({ serviceId, rights: ['ADMIN'] })
  const headers = { authorization: `Bearer ${apiToken}` }
  const updates = { 'service/get': 'service/update', 'client/get/1001': 'client/update/1001' }
  for (const [get, update] of Object.entries(updates)) {
    const { body } = await mock.inject({ url: `/api/${serviceId}/${get}`, headers })
    await call(mock, update, JSON.parse(body) as object, headers)
    t.strictSame(await flagsOf(mock), [], update)
  }
})

t.test('a nonce that no one asked for is carried on without a flag', async (t) => {
  const mock = await startTestMock(t)
  const { request, accessToken: token, full } = await bound(mock)
  const { dpop } = await request({ payload: { nonce: 'of the resource server' } }, full)
  await call(mock, 'auth/introspection', { token, dpop, ...full })
  t.strictSame(await flagsOf(mock), [])
})

t.test('calls that went out together all lack the nonce, and none is flagged', async (t) => {
  const mock = await startTestMock(t)
  const { request, full } = await bound(mock)
  const more = { ...full, dpopNonceRequired: true }
  const first = await request({}, more)
  const second = await request({}, more)
  const { dpopNonce: nonce } = await mock.gm(first)
  await mock.gm(second)
  t.strictSame(await flagsOf(mock), [])
  await mock.gm(await request({ payload: { nonce } }, more))
  t.strictSame(await flagsOf(mock), [])
})

t.test('a proof of another key is no second use', async (t) => {
  const mock = await startTestMock(t)
  const { key, accessToken, grantId, full } = await bound(mock)
  for (const api of ['gm', 'auth/introspection']) {
    const dpop = await makeProof(key, { accessToken, grantId })
    const token = api === 'gm' ? { accessToken, gmAction: 'QUERY', grantId } : { token: accessToken }
    await call(mock, api, { ...token, dpop, ...full })
    t.strictSame(await flagsOf(mock), [])
  }
})
