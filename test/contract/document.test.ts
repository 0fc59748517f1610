import { Ajv2020 } from 'ajv/dist/2020.js'
import t from 'tap'
import { startTestMock, type TestMock } from '../support/mock.ts'
import { follow, listCalls, type Published } from './published.ts'

async function read({ inject }: TestMock): Promise<Published> {
  return (await inject({ url: '/openapi.json' })).json<Published>()
}

t.test('the published contract has the operation of Authlete: id, members and enumerations', async (t) => {
  const contract = await read(await startTestMock(t))
  const operation = contract.paths['/api/{serviceId}/gm']?.['post']
  const request = follow(contract, operation?.requestBody?.content['application/json']?.schema)
  const response = follow(contract, operation?.responses['200']?.content?.['application/json']?.schema)
  t.match(operation, { operationId: 'grant_m_api', tags: ['Grant Management Endpoint'] })
  t.same(Object.keys(request?.properties ?? {}), [
    'accessToken',
    'clientCertificate',
    'dpop',
    'htm',
    'htu',
    'gmAction',
    'grantId',
    'dpopNonceRequired',
  ])
  t.equal(request?.required, undefined, 'no member is required')
  t.same(request?.properties?.['gmAction']?.enum, ['CREATE', 'QUERY', 'REPLACE', 'REVOKE', 'MERGE'])
  t.same(Object.keys(response?.properties ?? {}), [
    'resultCode',
    'resultMessage',
    'action',
    'dpopNonce',
    'responseContent',
  ])
  t.same(response?.properties?.['action']?.enum, [
    'OK',
    'NO_CONTENT',
    'UNAUTHORIZED',
    'FORBIDDEN',
    'NOT_FOUND',
    'CALLER_ERROR',
    'AUTHLETE_ERROR',
  ])
})

t.test('the groups are those of Authlete, then those of the mock, and each has its operations', async (t) => {
  const contract = await read(await startTestMock(t))
  const names = contract.tags.map(({ name }) => name)
  const calls = listCalls(contract)
  const used = [...new Set(calls.flatMap(({ operation }) => operation.tags))]
  t.strictSame(used.toSorted(), names.toSorted())
  t.equal(names[0], 'Grant Management Endpoint')
  for (const { path, operation } of calls) {
    t.equal(operation.tags.length, 1, path)
    t.equal(operation.tags[0]?.startsWith('Mock: '), path.startsWith('/_mock/'), path)
  }
})

t.test('every operation has an id of its own and a summary', async (t) => {
  const operations = listCalls(await read(await startTestMock(t))).map(({ operation }) => operation)
  const ids = operations.map(({ operationId }) => operationId)
  t.equal(new Set(ids).size, ids.length)
  for (const { operationId, summary } of operations) {
    t.match(operationId, /^\w+$/)
    t.match(summary, /^[A-Z].*[^.]$/, operationId)
  }
})

t.test('every body is a schema with a name, but for texts and for JSON of any shape', async (t) => {
  const calls = listCalls(await read(await startTestMock(t)))
  const unnamed = calls.flatMap(({ operation: { operationId, requestBody, responses } }) =>
    [requestBody, ...Object.values(responses)]
      .flatMap((body) => Object.values(body?.content ?? {}))
      .filter(({ schema }) => schema.$ref === undefined && schema.type !== 'string')
      .map(() => operationId),
  )
  t.strictSame(unnamed, ['getFixturesSchema'])
})

t.test('no object is described in two places', async (t) => {
  const { schemas } = (await read(await startTestMock(t))).components
  const seen = new Map<string, number>()
  JSON.stringify(schemas, (_, value: { readonly type?: unknown; readonly properties?: object } | null) => {
    if (value?.type !== 'object' || Object.keys(value.properties ?? {}).length < 2) return value
    const text = JSON.stringify(value)
    seen.set(text, (seen.get(text) ?? 0) + 1)
    return value
  })
  t.strictSame(
    [...seen].filter(([, times]) => times > 1),
    [],
  )
})

t.test(
  'references lead to schemas, every schema is referred to, and the collected shapes stay',
  async (t) => {
    const mock = await startTestMock(t)
    const contract = await read(mock)
    const names = Object.keys(contract.components.schemas)
    const referred = JSON.stringify(contract).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)
    t.strictSame([...new Set([...referred].map(([, name = '']) => name))].toSorted(), names.toSorted())
    const whole = JSON.stringify(contract.paths, function resolve(_, value: { $ref?: string }): unknown {
      return typeof value === 'object' && value !== null ? follow(contract, value) : value
    })
    const { paths } = mock.app.swagger() as unknown as Published
    t.strictSame(JSON.parse(whole), JSON.parse(JSON.stringify(paths)))
    const ajv = new Ajv2020({ strict: false, validateFormats: false })
    ajv.addSchema({ ...contract }, 'contract')
    for (const name of names) t.ok(ajv.getSchema(`contract#/components/schemas/${name}`), name)
  },
)

t.test('the mock is where the document was read', async (t) => {
  const { inject } = await startTestMock(t)
  const places = { '/openapi.json': '.', '/docs/json': '..' }
  for (const [url, place] of Object.entries(places))
    t.strictSame(
      (await inject({ url })).json<Published>().servers.map((server) => server.url),
      [place],
    )
  const yaml = await inject({ url: '/docs/yaml' })
  t.match(yaml.headers['content-type'], /^application\/yaml/)
  t.match(yaml.body, /^openapi: 3\.1\.0\n/)
  t.match(yaml.body, /\n {2}- url: \.\.\n/)
})

t.test('a mock with other fixtures has no examples, and says so', async (t) => {
  const contract = await read(await startTestMock(t))
  t.match(contract.info.description, /they are left out/)
  t.notMatch(JSON.stringify(contract), /demo-bearer|x-demo-token|4277000001/)
})
