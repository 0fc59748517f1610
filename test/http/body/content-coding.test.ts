import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import t from 'tap'
import { decodeContent, maximumBodyOctets } from '../../../src/http/body/content-coding.ts'
import { apiToken, serviceId, startTestMock, type TestMock } from '../../support/mock.ts'

const text = '{"gmAction":"QUERY","grantId":"g","accessToken":"none"}'
/** Not as small as can be, which takes long. */
const brotli = (octets: Buffer): Buffer =>
  brotliCompressSync(octets, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })

const codings: Readonly<Record<string, (octets: Buffer) => Buffer>> = {
  gzip: gzipSync,
  deflate: deflateSync,
  br: brotli,
}
const all = Object.entries(codings)

interface Sent {
  readonly status: number
  readonly resultCode?: string
  readonly message: string
  readonly acceptEncoding: unknown
}

/** Sends a body to `/gm`, or to `/_mock`. */
async function send(
  mock: TestMock,
  coding: string,
  payload: Buffer,
  url = `/api/${serviceId}/gm`,
): Promise<Sent> {
  const { statusCode, headers, body } = await mock.inject({
    method: 'POST',
    url,
    headers: {
      authorization: `Bearer ${apiToken}`,
      'content-type': 'application/json',
      'content-encoding': coding,
    },
    payload,
  })
  const answer = JSON.parse(body) as { resultCode?: string; resultMessage?: string; message?: string }
  const { resultCode, resultMessage, message = resultMessage ?? '' } = answer
  return {
    status: statusCode,
    message,
    acceptEncoding: headers['accept-encoding'],
    ...(resultCode !== undefined && { resultCode }),
  }
}

const explain = `/_mock/services/${serviceId}/explain`

t.test('a body in a content coding is read as it was before', async (t) => {
  const mock = await startTestMock(t)
  const octets = Buffer.from(text)
  for (const [coding, payload] of [
    ...all.map(([name, compress]) => [name, compress(octets)] as const),
    ['GZIP', gzipSync(octets)],
    ['x-gzip', gzipSync(octets)],
    [' gzip ,, ', gzipSync(octets)],
    ['identity', octets],
    ['', octets],
    ['gzip, identity', gzipSync(octets)],
    ['deflate, gzip', gzipSync(deflateSync(octets))],
    ['br, deflate, gzip', gzipSync(deflateSync(brotli(octets)))],
    ['gzip', Buffer.concat([gzipSync(octets.subarray(0, 9)), gzipSync(octets.subarray(9))])],
  ] as const) {
    t.match(await send(mock, coding, payload), { status: 200, resultCode: 'A279306' }, coding)
    t.match(await send(mock, coding, payload, explain), { status: 200 }, coding)
  }
  const [entry] = (await mock.admin.listRequests(serviceId)).requests
  t.match(entry?.request.body, JSON.parse(text), 'the journal has what was said')
  const { log } = await mock.admin.exportHar(serviceId)
  t.match(log.entries[0]?.request, { postData: { text } })
})

/** With other octets where the sum of the content stands. */
function damaged(coded: Buffer): Buffer {
  return Buffer.concat([coded.subarray(0, -8), Buffer.alloc(8)])
}

t.test('a body that cannot be decoded is malformed, and the answer says how', async (t) => {
  const mock = await startTestMock(t)
  const octets = Buffer.from(text)
  for (const [coding, payload, detail] of [
    ['gzip', octets, 'it is not valid gzip: incorrect header check'],
    ['deflate', octets, 'it is not valid deflate: incorrect header check'],
    ['br', octets, 'it is not valid br: Decompression failed'],
    ['deflate', deflateRawSync(octets), 'it is not valid deflate: incorrect header check'],
    ...all.map(
      ([name, compress]) =>
        [name, compress(octets).subarray(0, -3), `it is not valid ${name}: unexpected end of file`] as const,
    ),
    ...all
      .filter(([name]) => name !== 'gzip')
      .map(
        ([name, compress]) =>
          [
            name,
            Buffer.concat([compress(octets), octets]),
            `it goes on after the end of its ${name}`,
          ] as const,
      ),
    ['gzip', Buffer.concat([gzipSync(octets), Buffer.from([0])]), 'it goes on after the end of its gzip'],
    ['gzip', Buffer.concat([gzipSync(octets), octets]), 'it is not valid gzip: incorrect header check'],
    ['gzip, br', gzipSync(brotli(octets)), 'it is not valid br: Decompression failed'],
    ['gzip', damaged(gzipSync(octets)), 'it is not valid gzip: incorrect data check'],
  ] as const) {
    const message = `[A126202] The request body has a wrong shape: ${detail}.`
    t.match(await send(mock, coding, payload), { status: 400, message }, `${coding}: ${detail}`)
    t.match(await send(mock, coding, payload, explain), {
      status: 400,
      message: `The request body cannot be read: ${detail}.`,
    })
  }
})

t.test('a body in another coding is refused with those that are taken', async (t) => {
  const mock = await startTestMock(t)
  for (const coding of ['zstd', 'compress', 'gzip;q=1', 'gzip, gzip, gzip, gzip', 'constructor']) {
    for (const url of [`/api/${serviceId}/gm`, explain]) {
      const answer = await send(mock, coding, Buffer.from(text), url)
      t.match(answer, { status: 415, message: /coding is not one of gzip, deflate, br\.$/ }, coding)
      t.equal(answer.acceptEncoding, 'gzip, deflate, br')
    }
  }
})

t.test('a body is bounded after it is decoded as it is before', async (t) => {
  const mock = await startTestMock(t)
  const bodyOf = (length: number) => Buffer.from(`{"grantId":"${'x'.repeat(length - 14)}"}`)
  for (const [coding, compress] of all) {
    const fits = compress(bodyOf(maximumBodyOctets))
    t.match(await send(mock, coding, fits), { status: 200, resultCode: 'A278201' }, coding)
    for (const length of [maximumBodyOctets + 1, 3_000_000]) {
      const bomb = compress(bodyOf(length))
      t.match(await send(mock, coding, bomb), { status: 413, resultCode: 'A126202' }, coding)
      t.match(await send(mock, coding, bomb, explain), { status: 413 }, coding)
    }
  }
  const nested = gzipSync(gzipSync(Buffer.alloc(20_000_000)))
  t.match(await send(mock, 'gzip, gzip', nested), { status: 413 })
})

t.test('an empty body is one in every coding', async (t) => {
  const mock = await startTestMock(t)
  const empty = Buffer.alloc(0)
  for (const [coding, compress] of all) {
    for (const payload of [empty, compress(empty)]) {
      t.match(await send(mock, coding, payload), { status: 400, resultCode: 'A126203' }, coding)
    }
  }
})

t.test('the caller is asked for before the coding is looked at', async (t) => {
  const mock = await startTestMock(t)
  const headers = { 'content-type': 'application/json', 'content-encoding': 'zstd' }
  const answer = await mock.inject({ method: 'POST', url: `/api/${serviceId}/gm`, headers, payload: 'x' })
  t.equal(answer.statusCode, 401)
})

t.test('decoding ends with the octets that were coded, or with a refusal, whatever comes', async (t) => {
  const octets = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array))
  const names = fc.array(fc.constantFrom('gzip', 'deflate', 'br'), { maxLength: 3 })
  const report = await fc.check(
    fc.asyncProperty(octets, names, octets, async (given, applied, garbage) => {
      const coded = applied.reduce<Buffer>((content, name) => codings[name]?.(content) ?? content, given)
      const decoding = await decodeContent(applied.join(', '), coded)
      if (!('octets' in decoding) || !decoding.octets.equals(given)) throw new Error(JSON.stringify(decoding))
      await decodeContent(applied.join(', '), garbage)
    }),
    { numRuns: 300 },
  )
  t.notOk(report.failed, fc.defaultReportMessage(report) ?? '')
})
