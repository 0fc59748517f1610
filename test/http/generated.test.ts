import { connect } from 'node:net'
import fc from 'fast-check'
import t, { type Test } from 'tap'
import { apiToken, serviceId, startTestMock, type TestMock } from '../support/mock.ts'
import { mintBound } from '../support/requests/proof.ts'

/** Generated input finds what examples miss; every run begins from another seed, which a failure prints. */
const runs = { numRuns: 400 }

const url = `/api/${serviceId}/gm`
const headers = { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' }

const anyText = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.string(), fc.base64String())

const anyRequest = fc.record(
  {
    accessToken: fc.oneof(anyText, fc.anything()),
    clientCertificate: fc.oneof(anyText, fc.constant('-----BEGIN CERTIFICATE-----\n'), fc.anything()),
    dpop: fc.oneof(anyText, fc.anything()),
    htm: fc.oneof(fc.constantFrom('GET', 'get', ''), fc.anything()),
    htu: fc.oneof(fc.webUrl(), anyText, fc.anything()),
    gmAction: fc.oneof(fc.constantFrom('QUERY', 'REVOKE', 'MERGE', 'query'), fc.anything()),
    grantId: fc.oneof(anyText, fc.anything()),
    dpopNonceRequired: fc.oneof(fc.boolean(), fc.anything()),
  },
  { requiredKeys: [] },
)

/** An answer is documented when it is one of the catalogue's, and a mock is well when nothing of it was a crash. */
async function expectDocumented(t: Test, mock: TestMock, payload: string | Buffer): Promise<void> {
  const answer = await mock.inject({ method: 'POST', url, headers, payload })
  const { resultCode, resultMessage } = answer.json<{ resultCode: string; resultMessage: string }>()
  t.ok([200, 400, 413].includes(answer.statusCode), `${answer.statusCode} ${answer.body}`)
  t.not(resultCode, 'A277101')
  t.ok(resultMessage.startsWith(`[${resultCode}] `))
  t.match(resultMessage, /^[\x20\x21\x23-\x5B\x5D-\x7E]*$/)
}

/** One assertion for a property, so that thousands of generated cases do not drown the report. */
async function holds(t: Test, property: fc.IAsyncProperty<unknown>, parameters = runs): Promise<void> {
  const report = await fc.check(property, parameters)
  t.notOk(
    report.failed,
    report.failed ? fc.defaultReportMessage(report) : 'holds for everything that was generated',
  )
}

/** A tap-like recorder that turns a failed expectation into an exception, as fast-check wants it. */
const strictly = {
  ok: (value: unknown, message = '') => assert(Boolean(value), message),
  not: (one: unknown, other: unknown) => assert(one !== other, String(one)),
  match: (text: string, pattern: RegExp) => assert(pattern.test(text), text),
} as unknown as Test

function assert(holding: boolean, message: string): void {
  if (!holding) throw new Error(message)
}

t.test('any JSON object is answered as documented', async (t) => {
  const mock = await startTestMock(t)
  const property = fc.asyncProperty(anyRequest, async (request) =>
    expectDocumented(strictly, mock, JSON.stringify(request)),
  )
  await holds(t, property)
})

t.test('any octets at all are answered as documented', async (t) => {
  const mock = await startTestMock(t)
  const octets = fc.oneof(
    fc.uint8Array({ maxLength: 500 }),
    fc.json().map((text) => Buffer.from(text)),
    anyText.map((text) => Buffer.from(text)),
  )
  await holds(
    t,
    fc.asyncProperty(octets, async (payload) => expectDocumented(strictly, mock, Buffer.from(payload))),
  )
})

t.test(
  'a bound token with any proof, target and certificate is never let in, and never crashes the mock',
  async (t) => {
    const mock = await startTestMock(t)
    const bound = await mintBound(mock)
    const good = (await bound.request()).dpop ?? ''
    const segment = fc.oneof(
      fc.base64String(),
      fc.json().map(encode),
      anyText,
      fc.constantFrom(...good.split('.')),
    )
    const proof = fc.oneof(
      anyText.filter((text) => text !== good),
      fc.array(segment, { minLength: 1, maxLength: 5 }).map((segments) => segments.join('.')),
      damaged(good),
    )
    const property = fc.asyncProperty(proof, async (dpop) => {
      if (dpop === good) return
      const answer = await mock.gm({
        accessToken: bound.accessToken,
        grantId: bound.grantId,
        gmAction: 'QUERY',
        dpop,
      })
      assert(answer.action === 'UNAUTHORIZED', `${answer.action} for ${dpop}`)
      assert(answer.responseContent?.startsWith('DPoP error="') === true, String(answer.responseContent))
    })
    await holds(t, property, { numRuns: 1500 })
  },
)

t.test('headers and paths of any kind get a clear answer below 500', async (t) => {
  const mock = await startTestMock(t)
  const visible = fc.string({
    unit: fc.integer({ min: 0x21, max: 0xff }).map((code) => String.fromCharCode(code)),
  })
  const call = fc.record({
    path: fc.oneof(
      fc.constant(url),
      fc.webPath().map((path) => `/api${path}`),
      fc.webPath().map((path) => `/_mock${path}`),
    ),
    method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'),
    authorization: fc.oneof(
      visible,
      visible.map((token) => `Bearer ${token}`),
      fc.constant(headers.authorization),
    ),
    type: fc.oneof(
      visible,
      fc.constantFrom('application/json', 'application/json; charset=utf-16', 'multipart/form-data'),
    ),
    payload: anyText,
  })
  const property = fc.asyncProperty(call, async ({ path, method, authorization, type, payload }) => {
    const answer = await mock.app.inject({
      method: method as 'GET',
      url: path,
      headers: { authorization, 'content-type': type },
      payload,
    })
    assert(answer.statusCode < 500, `${method} ${path} ${answer.statusCode} ${answer.body}`)
  })
  await holds(t, property)
})

t.test('whatever the admin interface is sent, it answers below 500', async (t) => {
  const mock = await startTestMock(t)
  const order = fc.oneof(
    fc.record(
      {
        accessToken: fc.anything(),
        subject: fc.anything(),
        scopes: fc.anything(),
        expiresAt: fc.anything(),
        expiresInSeconds: fc.oneof(fc.integer(), fc.double(), fc.anything()),
        grant: fc.oneof(
          fc.record({ scopes: fc.anything(), claims: fc.anything() }, { requiredKeys: [] }),
          fc.anything(),
        ),
        cnf: fc.anything(),
        bind: fc.anything(),
        seconds: fc.oneof(fc.integer(), fc.anything()),
        mode: fc.constantFrom('real', 'frozen', 'offset', 'none'),
        now: fc.oneof(
          fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
          fc.anything(),
        ),
        offsetSeconds: fc.oneof(fc.integer(), fc.double()),
        serviceId: fc.anything(),
      },
      { requiredKeys: [] },
    ),
    fc.anything(),
  )
  const place = fc.constantFrom(
    ...['services', 'api-tokens'].map((path) => ['POST', `/_mock/${path}`] as const),
    ...['tokens', 'explain', 'clock/advance'].map(
      (path) => ['POST', `/_mock/services/${serviceId}/${path}`] as const,
    ),
    ['PUT', `/_mock/services/${serviceId}/clock`] as const,
    ['PATCH', `/_mock/services/${serviceId}`] as const,
  )
  const property = fc.asyncProperty(place, order, async ([method, path], body) => {
    const payload = JSON.stringify(body) ?? ''
    const answer = await mock.app.inject({
      method,
      url: path,
      headers: { 'content-type': 'application/json' },
      payload,
    })
    assert(answer.statusCode < 500, `${method} ${path} ${payload} ${answer.body}`)
  })
  await holds(t, property, { numRuns: 800 })
})

t.test('what is not HTTP at all is turned away, and the next caller is served', async (t) => {
  const mock = await startTestMock(t)
  const base = await mock.listen()
  const port = Number(new URL(base).port)
  const texts = [
    'GET\r\n\r\n',
    '\u0000\u0001\u0002',
    `POST ${url} HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n`,
    `POST ${url} HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    `POST ${url} HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
    `POST ${url} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b\r\nConnection: close\r\n\r\n`,
  ]
  for (const text of texts) t.match(await speak(port, text), /^HTTP\/1\.1 4\d\d /)
  t.equal((await fetch(`${base}/livez`)).status, 200)
})

function speak(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.end(text))
    let received = ''
    socket.on('data', (octets) => (received += octets.toString()))
    socket.on('close', () => resolve(received))
    socket.on('error', reject)
  })
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64url')
}

/** A good proof with one character changed, left out or put in. */
function damaged(proof: string): fc.Arbitrary<string> {
  const place = fc.nat({ max: proof.length - 1 })
  const character = fc.constantFrom(...Array.from('ABCXYZabcxyz0189-_=+/. \n"{}'))
  const change = fc.constantFrom('replace', 'remove', 'insert')
  return fc
    .tuple(place, character, change)
    .map(([at, text, kind]) => {
      const middle = kind === 'remove' ? '' : text
      return proof.slice(0, at) + middle + proof.slice(kind === 'insert' ? at : at + 1)
    })
    .filter((text) => text !== proof)
}
