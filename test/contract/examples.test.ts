import t, { type Test } from 'tap'
import { startMock, type RunningMock } from '../../src/index.ts'
import { listCalls, type Published, type PublishedCall } from './published.ts'

/** The actions that examples lead to, where the answer has one. */
const actions: Readonly<Record<string, string>> = {
  grant_m_api: 'OK',
  auth_authorization_api: 'INTERACTION',
  auth_authorization_issue_api: 'LOCATION',
  auth_authorization_fail_api: 'LOCATION',
  getAuthorizationTicketInfo: 'OK',
  updateAuthorizationTicket: 'OK',
  pushed_auth_req_api: 'CREATED',
  auth_token_api: 'OK',
  auth_token_issue_api: 'OK',
  // The password was wrong, so that is what the client is told.
  auth_token_fail_api: 'BAD_REQUEST',
  auth_token_create_api: 'OK',
  auth_token_update_api: 'OK',
  auth_introspection_api: 'OK',
  auth_introspection_standard_api: 'OK',
  auth_revocation_api: 'OK',
  auth_userinfo_api: 'OK',
  auth_userinfo_issue_api: 'JSON',
}

/** The examples that need something, with the calls that make it. */
const needs: Readonly<Record<string, readonly string[]>> = {
  waitForRequests: ['grant_m_api'],
  getRequest: ['grant_m_api'],
  getAnyRequest: ['grant_m_api'],
  getSnapshot: ['saveSnapshot'],
  restoreSnapshot: ['saveSnapshot'],
  deleteSnapshot: ['saveSnapshot'],
  getWorldSnapshot: ['saveWorldSnapshot'],
  restoreWorldSnapshot: ['saveWorldSnapshot'],
  deleteWorldSnapshot: ['saveWorldSnapshot'],
  deleteFault: ['addFault'],
  waitForBarrier: ['addBarrier', 'grant_m_api'],
  releaseBarrier: ['addBarrier'],
  deleteBarrier: ['addBarrier'],
}

async function startDemo(t: Test): Promise<RunningMock> {
  const mock = await startMock({ listens: false, logLevel: 'silent' })
  t.teardown(() => mock.close())
  return mock
}

async function readContract({ fetch }: Pick<RunningMock, 'fetch'>): Promise<Published> {
  return (await (await fetch('/openapi.json')).json()) as Published
}

function findCall(contract: Published, id: string): PublishedCall {
  const found = listCalls(contract).find(({ operation }) => operation.operationId === id)
  if (found === undefined) throw new Error(`${id} is not published`)
  return found
}

/** Sends what a page sends that was filled in with the examples and nothing else. */
async function tryOut({ fetch }: RunningMock, contract: Published, call: PublishedCall): Promise<Response> {
  const { parameters = [], requestBody } = call.operation
  const filled = parameters.reduce((path, { name, in: place, example }) => {
    if (place === 'path' && example === undefined) throw new Error(`${name} has no example`)
    return path.replace(`{${name}}`, encodeURIComponent(example ?? ''))
  }, call.path)
  const query = new URLSearchParams()
  for (const { name, in: place, example } of parameters)
    if (place === 'query' && example !== undefined) query.set(name, example)
  const body = requestBody?.content['application/json']?.example
  if (requestBody !== undefined && body === undefined) throw new Error('the body has no example')
  const [scheme = ''] = Object.keys(call.operation.security?.[0] ?? {})
  const token = contract.components.securitySchemes[scheme]?.['x-demo-token']
  return fetch(`${filled}?${query.toString()}`, {
    method: call.method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
}

/** Makes what an example needs; a call that a barrier pauses is not waited for. */
async function prepare(mock: RunningMock, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const contract = await readContract(mock)
    const answer = tryOut(mock, contract, findCall(contract, id))
    const { barriers } = await mock.admin.listBarriers('4277000001')
    if (barriers.length > 0 && id === 'grant_m_api') {
      await mock.admin.waitForBarrier('4277000001', barriers[0]?.id ?? '')
      void answer.catch(() => undefined)
    } else await (await answer).text()
  }
}

t.test('every example succeeds in a demo world, with the status and the action that it is for', async (t) => {
  const mock = await startDemo(t)
  const ids = listCalls(await readContract(mock)).map(({ operation }) => operation.operationId)
  t.ok(ids.length > 100)
  t.strictSame(
    Object.keys({ ...needs, ...actions }).filter((id) => !ids.includes(id)),
    [],
  )
  for (const id of ids) {
    await mock.admin.reset()
    await prepare(mock, needs[id] ?? [])
    const contract = await readContract(mock)
    const call = findCall(contract, id)
    const answer = await tryOut(mock, contract, call)
    const type = answer.headers.get('content-type') ?? ''
    if (type.startsWith('text/event-stream')) await answer.body?.cancel()
    const body = type.startsWith('application/json') ? await answer.text() : '{}'
    const success = Object.keys(call.operation.responses).filter((status) => status.startsWith('2'))
    t.ok(success.includes(String(answer.status)), `${id} is answered with ${answer.status}: ${body}`)
    if (call.path.startsWith('/api/'))
      t.equal((JSON.parse(body || '{}') as { action?: string }).action, actions[id], `${id}: ${body}`)
  }
})

t.test('an example that needs something has none before, and says what to do', async (t) => {
  const contract = await readContract(await startDemo(t))
  for (const [id, [first = '']] of Object.entries(needs)) {
    const { operation } = findCall(contract, id)
    const needed = operation.parameters?.filter(
      ({ in: place, name }) => place === 'path' && name !== 'serviceId',
    )
    t.strictSame(
      needed?.flatMap(({ example }) => example ?? []),
      [],
      id,
    )
    t.equal(operation.requestBody?.content['application/json']?.example, undefined, id)
    t.ok(operation.description?.includes(`\`${first}\``), id)
  }
})

/** The ticket in the example of an operation. */
function ticketOf(contract: Published, id: string): unknown {
  const { requestBody } = findCall(contract, id).operation
  return requestBody?.content['application/json']?.example?.['ticket']
}

const issues = ['auth_authorization_issue_api', 'auth_token_issue_api']

t.test(
  'reading the contract again changes nothing; a ticket that was used has another one after it',
  async (t) => {
    const mock = await startDemo(t)
    for (const id of issues) {
      const contract = await readContract(mock)
      t.equal(ticketOf(await readContract(mock), id), ticketOf(contract, id))
      await (await tryOut(mock, contract, findCall(contract, id))).text()
      t.not(ticketOf(await readContract(mock), id), ticketOf(contract, id))
    }
    t.strictSame(
      (await mock.admin.listAllRequests()).requests.map(({ api }) => api),
      ['auth/token/issue', 'auth/authorization/issue'],
      'the journal has only the calls that were made',
    )
  },
)

t.test('a ticket that is over has another one after it', async (t) => {
  const mock = await startDemo(t)
  const contract = await readContract(mock)
  await mock.admin.advanceClock('4277000001', { seconds: 2 * 86_400 })
  const later = await readContract(mock)
  for (const id of issues) t.not(ticketOf(later, id), ticketOf(contract, id))
})

t.test('examples are left out where what they are made of is gone', async (t) => {
  const mock = await startDemo(t)
  await mock.admin.deleteClient('4277000001', 1001)
  const contract = await readContract(mock)
  for (const id of issues) t.equal(ticketOf(contract, id), undefined)
  await mock.admin.deleteService('4277000001')
  t.match((await readContract(mock)).info.description, /they are left out/)
})

t.test('who may not use /_mock does not see what is in it', async (t) => {
  const mock = await startMock({ listens: false, logLevel: 'silent', adminToken: 'secret' })
  t.teardown(() => mock.close())
  await mock.admin.saveSnapshot('4277000001', 'private-name')
  const authorization = 'Bearer secret'
  const [closed, open] = await Promise.all([
    mock.fetch('/openapi.json'),
    mock.fetch('/openapi.json', { headers: { authorization } }),
  ])
  t.notMatch(await closed.text(), /private-name/)
  t.match(await open.text(), /private-name/)
})

t.test('examples take nothing from the seed', async (t) => {
  const mint = async (reads: boolean): Promise<string> => {
    const mock = await startMock({ listens: false, logLevel: 'silent', randomSeed: 'seed' })
    if (reads) await readContract(mock)
    const { accessToken } = await mock.admin.mintToken('4277000001')
    await mock.close()
    return accessToken
  }
  t.equal(await mint(true), await mint(false))
})
