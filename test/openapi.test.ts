import t from 'tap'
import { startTestMock } from './support/mock.ts'

interface Operation {
  readonly operationId?: string
  readonly tags: readonly string[]
  readonly requestBody?: { readonly content: Record<string, { readonly schema: Schema }> }
  readonly responses: Record<string, { readonly content: Record<string, { readonly schema: Schema }> }>
}

interface Schema {
  readonly required?: readonly string[]
  readonly enum?: readonly string[]
  readonly properties: Record<string, Schema>
}

t.test('the published contract has the operation of Authlete: id, members and enumerations', async (t) => {
  const { inject } = await startTestMock(t)
  const { paths } = (await inject({ url: '/openapi.json' })).json<{
    paths: Record<string, Record<string, Operation>>
  }>()
  const operation = paths['/api/{serviceId}/gm']?.['post']
  const request = operation?.requestBody?.content['application/json']?.schema
  const response = operation?.responses['200']?.content['application/json']?.schema
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
  t.same(request?.properties['gmAction']?.enum, ['CREATE', 'QUERY', 'REPLACE', 'REVOKE', 'MERGE'])
  t.same(Object.keys(response?.properties ?? {}), [
    'resultCode',
    'resultMessage',
    'action',
    'dpopNonce',
    'responseContent',
  ])
  t.same(response?.properties['action']?.enum, [
    'OK',
    'NO_CONTENT',
    'UNAUTHORIZED',
    'FORBIDDEN',
    'NOT_FOUND',
    'CALLER_ERROR',
    'AUTHLETE_ERROR',
  ])
})

t.test('our own paths stand in a section of their own', async (t) => {
  const { inject } = await startTestMock(t)
  const { paths } = (await inject({ url: '/openapi.json' })).json<{
    paths: Record<string, Record<string, Operation>>
  }>()
  const own = Object.entries(paths).filter(([path]) => path.startsWith('/_mock/'))
  t.ok(own.length > 10)
  for (const [, operations] of own) {
    for (const { tags } of Object.values(operations)) t.same(tags, ['authlete-gm-mock'])
  }
})

t.test('the contract can be browsed', async (t) => {
  const { app } = await startTestMock(t)
  const page = await app.inject({ url: '/docs' })
  t.equal(page.statusCode, 200)
  t.match(page.headers['content-type'], /^text\/html/)
})
