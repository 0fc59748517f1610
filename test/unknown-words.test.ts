import t from 'tap'
import type { Fixtures } from '../schema/fixtures.ts'
import { callApi } from './support/api.ts'
import { serviceId, startTestMock } from './support/mock.ts'

interface Schema {
  readonly enum?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
}

interface Contract {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly requestBody?: { readonly content: Content } }>>>
  >
}

interface Content {
  readonly 'application/json': { readonly schema: Schema }
}

/** What Authlete may have by tomorrow. */
const unknown = 'NEWER_THAN_THE_MOCK'

/** A body with the unknown word in the place of one that is known, for each such place; and the known words. */
function listBodies({
  enum: words,
  properties,
  items,
}: Schema): readonly (readonly [unknown, readonly string[]])[] {
  if (words !== undefined) return [[unknown, words]]
  if (items !== undefined) return listBodies(items).map(([value, known]) => [[value], known])
  return Object.entries(properties ?? {}).flatMap(([name, member]) =>
    listBodies(member).map(([value, known]) => [{ [name]: value }, known] as const),
  )
}

t.test('a word that nobody knows is refused wherever words stand, and the known ones are told', async (t) => {
  const mock = await startTestMock(t, { logLevel: 'silent' })
  const { apiToken } = await mock.admin.createApiToken({ rights: ['ADMIN'] })
  const { paths } = mock.app.swagger() as unknown as Contract
  let places = 0
  for (const [path, operations] of Object.entries(paths)) {
    if (!path.startsWith('/api/')) continue
    for (const [method, { requestBody }] of Object.entries(operations)) {
      const url = path.replace('{serviceId}', serviceId).replaceAll(/\{\w+\}/g, '1')
      for (const [body, known] of listBodies(requestBody?.content['application/json'].schema ?? {})) {
        const answer = await callApi(mock, method.toUpperCase() as 'POST', url, body as object, apiToken)
        t.match(
          answer,
          {
            status: 400,
            body: { resultCode: 'A126202', resultMessage: `allowed values: ${known.join(', ')}` },
          },
          `${path} ${JSON.stringify(body)}`,
        )
        places += 1
      }
    }
  }
  t.ok(places > 60, `${places} places`)
})

t.test('and in the members of services and clients that a tester declares', async (t) => {
  const mock = await startTestMock(t, { logLevel: 'silent' })
  const { paths } = mock.app.swagger() as unknown as Contract
  const bodies = ['/api/service/create', '/api/{serviceId}/client/create'].map((path) =>
    listBodies(paths[path]?.['post']?.requestBody?.content['application/json'].schema ?? {}),
  )
  const [services = [], clients = []] = bodies
  const send = (method: 'POST' | 'PATCH', url: string, payload: object) =>
    mock.app.inject({ method, url: `/_mock/services${url}`, payload })
  for (const [body] of services) {
    const answers = [
      await send('POST', '', body as object),
      await send('PATCH', `/${serviceId}`, body as object),
    ]
    for (const { statusCode, body: told } of answers) {
      t.equal(statusCode, 400, told)
      t.match(told, /must be one of|allowed values/, JSON.stringify(body))
    }
  }
  for (const [body] of clients) {
    const world = { services: [{ serviceId, clients: [{ clientId: 1, ...(body as object) }] }] } as Fixtures
    await t.rejects(startTestMock(t, { world }), /must be one of|allowed values/, JSON.stringify(body))
  }
})
