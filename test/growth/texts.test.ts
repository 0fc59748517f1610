import t from 'tap'
import { followEvents } from '../../src/admin/doors/event-stream.ts'
import { connectAdmin } from '../../src/admin/doors/http-client.ts'
import { certificateFormOf } from '../../src/oauth/x509/certificate.ts'
import { readParameters } from '../../src/oauth/parameters.ts'
import { suggest } from '../../src/base/suggest.ts'
import { hasFilePath, hasStackTrace } from '../../src/verify/checks/leaks.ts'
import { assertLinear } from '../support/growth.ts'

/** What makes patterns go over a part of a text again and again. */
const repeated: readonly string[] = [
  '\n',
  ' ',
  'at ',
  '\nat ',
  ':',
  ':1',
  '(:',
  'at (:',
  '/',
  '/a',
  '/.',
  'a/b.',
  '/a.js',
  '/a/b.jsx',
  '<',
  '<a',
  '<style>',
  '<script',
  '</style',
  '>',
  '-----BEGIN ',
  '-',
  'MI',
  ';',
  '%',
  '&',
  'a&',
  '=',
  'A123456',
]

const size = 25_000

const make = (piece: string) => (length: number) => piece.repeat(length)

t.test('answers of whoever is tested are searched in step with their length', async (t) => {
  for (const piece of repeated) {
    const name = JSON.stringify(piece)
    await assertLinear(t, `stack traces in ${name}`, size, make(piece), hasStackTrace)
    await assertLinear(
      t,
      `stack traces after at in ${name}`,
      size,
      (n) => `at ${piece.repeat(n)}`,
      hasStackTrace,
    )
    await assertLinear(t, `paths in ${name}`, size, make(piece), hasFilePath)
  }
})

t.test('so are certificates and parameters', async (t) => {
  for (const piece of repeated) {
    const name = JSON.stringify(piece)
    await assertLinear(t, `certificates of ${name}`, size, make(piece), certificateFormOf)
    await assertLinear(t, `parameters of ${name}`, size, make(piece), readParameters)
  }
})

t.test('a page of something else is told in step with its length', async (t) => {
  for (const piece of repeated) {
    const admin = (text: string) =>
      connectAdmin({
        baseUrl: 'http://127.0.0.1:1',
        fetch: async () => new Response(text, { status: 502, headers: { 'content-type': 'text/html' } }),
      })
    await assertLinear(t, JSON.stringify(piece), size, make(piece), async (text) =>
      t.rejects(admin(text).listServices(), { name: 'ConnectionError' }),
    )
  }
})

t.test('an event that comes in many pieces is put together in step with their number', async (t) => {
  const body = (pieces: number) =>
    (async function* () {
      yield Buffer.from('event: request\ndata: {"x":"')
      for (let piece = 0; piece < pieces; piece += 1) yield Buffer.alloc(1000, 'a')
      yield Buffer.from('"}\n\n')
    })()
  const read = async (pieces: number): Promise<number> => {
    let count = 0
    for await (const { request } of followEvents(body(pieces), new AbortController())) {
      count += (request as unknown as { x: string }).x.length
    }
    return count
  }
  t.equal(await read(3), 3000)
  await assertLinear(t, 'pieces', 1000, (count) => count, read)
})

t.test('a long name is near to none that is short', async (t) => {
  const known = [...Array(100).keys()].map((index) => `name-${index}`)
  await assertLinear(t, 'names', 100_000, make('n'), (name) => suggest(name, known))
  t.equal(suggest('n'.repeat(100), known), '')
})
