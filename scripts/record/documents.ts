import { createCaller, readMembers, type Answer, type Caller } from './caller.ts'
import type { LineFile } from './lines.ts'

export interface Files {
  readonly calls: LineFile
  readonly words: LineFile
}

const texts = ['summary', 'description', 'title']

/** Writes down what a mock says about itself, with the demo world: the shapes among the calls, the texts apart. */
export async function recordDocuments(
  baseUrl: string,
  banner: string,
  { calls, words }: Files,
): Promise<void> {
  const caller = createCaller(baseUrl, calls.write)
  words.write('start', 'banner', banner)
  const document = await readContract(caller)
  words.write('/openapi.json', 'whole', document)
  const { status, headers, body } = document
  calls.write('/openapi.json', 'head', {
    status,
    headers: headers.filter((header) => !/^content-length/i.test(header)),
  })
  const { paths, components, ...rest } = withoutTexts(readMembers(body)) as Readonly<Record<string, object>>
  calls.write('/openapi.json', 'rest', rest)
  for (const [name, schema] of Object.entries({ ...components })) calls.write('/openapi.json', name, schema)
  for (const [path, operations] of Object.entries({ ...paths }))
    calls.write('/openapi.json', path, operations)

  for (const url of [
    '/livez',
    '/readyz',
    '/docs',
    '/_mock/services',
    '/_mock/services/4277000001',
    '/_mock',
    '/',
  ]) {
    await caller.record('demo', url)
  }
  const outcomes = await caller.send('/_mock/outcomes')
  for (const outcome of readMembers(outcomes.body)['outcomes'] as readonly object[]) {
    calls.write('demo', 'outcome', outcome)
  }
  const schema = await caller.send('/_mock/schema/fixtures')
  words.write('/_mock/schema/fixtures', 'whole', schema)
  calls.write('/_mock/schema/fixtures', 'shape', withoutTexts(readMembers(schema.body)))
  caller.close()
}

/** The tickets in its examples are made when it is read, and not from the seed. */
async function readContract({ send }: Caller): Promise<Answer> {
  const document = await send('/openapi.json')
  return { ...document, body: document.body.replaceAll(/("ticket":)"[^"]+"/g, '$1"made when it is read"') }
}

/** The same without the texts for people, which are only those that are text: a property may have such a name. */
function withoutTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutTexts)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, member]) => !(texts.includes(name) && typeof member === 'string'))
      .map(([name, member]) => [name, withoutTexts(member)]),
  )
}
