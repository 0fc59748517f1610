import t from 'tap'
import { catalogue } from '../../src/api/catalogue.ts'
import { serviceId, startTestMock } from '../support/mock.ts'

interface Schema {
  readonly type?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
}

interface Operation {
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>
  >
}

/** What the published example of POST /auth/authorization tells of a client has a number and no flags besides the alias. */
const unflagged = /^POST \/auth\/authorization 200\.client\./

/** The numbers and flags that a schema names and an answer lacks, in the objects and lists within it too. */
function listMissing(schema: Schema | undefined, answer: unknown, place: string): readonly string[] {
  if (Array.isArray(answer)) return answer.flatMap((entry) => listMissing(schema?.items, entry, `${place}[]`))
  if (typeof answer !== 'object' || answer === null) return []
  return Object.entries(schema?.properties ?? {}).flatMap(([name, member]) => {
    const value = (answer as Readonly<Record<string, unknown>>)[name]
    const isOwed = member.type === 'integer' || member.type === 'number' || member.type === 'boolean'
    if (value === undefined) return isOwed ? [`${place}.${name}`] : []
    return listMissing(member, value, `${place}.${name}`)
  })
}

t.test('no number and no flag is missing from any answer of the catalogue', async (t) => {
  const scope = { name: 'accounts', description: 'Accounts.' }
  const world = { services: [{ serviceId, supportedScopes: [scope] }] }
  const mock = await startTestMock(t, { world, logLevel: 'silent' })
  const { paths } = mock.app.swagger() as unknown as { paths: Record<string, Record<string, Operation>> }
  const patterns = Object.entries(paths).map(
    ([path, operations]) => [new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/?]+')}$`), operations] as const,
  )
  const missing = new Set<string>()
  const seen = new Set<string>()
  for (const { api, reason } of catalogue) {
    const { request } = await mock.admin.arrangeOutcome(serviceId, reason, { api }, '')
    const { method, url, headers, body: payload } = request
    const answer = await mock.inject({ method, url, headers, ...(payload !== undefined && { payload }) })
    const path = url.split('?')[0] ?? ''
    const operation = patterns.find(([pattern]) => pattern.test(path))?.[1][method.toLowerCase()]
    const { content } = operation?.responses[String(answer.statusCode)] ?? {}
    const place = `${method} ${path.replace(/^\/api\/\d+/, '')} ${answer.statusCode}`
    if (answer.statusCode === 200 && answer.body !== '') {
      seen.add(place)
      for (const name of listMissing(content?.['application/json']?.schema, JSON.parse(answer.body), place)) {
        if (!unflagged.test(name)) missing.add(name.replaceAll(/\/\d{5,}/g, '/{id}'))
      }
    }
    await mock.admin.reset()
  }
  t.ok(seen.size > 30, 'answers of every API were looked at')
  t.strictSame([...missing].toSorted(), [])
})
