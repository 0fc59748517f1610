import fc from 'fast-check'
import t from 'tap'
import { compareAnswer, readRecordedCalls } from '../../src/replay/recorded-calls.ts'

const answer = { status: 200, content: { text: '{"resultCode":"A1","action":"OK","more":1}' } }

function archive(...entries: readonly unknown[]): string {
  return JSON.stringify({ log: { entries } })
}

function entry(request: object, response: object = answer): object {
  return { request: { method: 'POST', url: 'https://us.authlete.com/api/1/gm', ...request }, response }
}

const compared = { status: 200, resultCode: 'A1', action: 'OK' }

t.test('calls to Authlete are read, whoever recorded them', async (t) => {
  const postData = { mimeType: 'application/json', text: '{"a":1}' }
  const text = archive(
    entry({ postData }),
    entry({ method: 'GET', url: 'http://localhost:1/api/1/client/get/2?x=1#y' }),
    entry({}, { status: 204, content: { size: 0 } }),
    entry({}, { status: 200, content: { text: Buffer.from(answer.content.text).toString('base64'), encoding: 'base64' } }),
  ) // prettier-ignore
  t.strictSame(readRecordedCalls(`\uFEFF${text}`), {
    calls: [
      {
        method: 'POST',
        path: '/api/1/gm',
        answer: compared,
        body: '{"a":1}',
        contentType: 'application/json',
      },
      { method: 'GET', path: '/api/1/client/get/2?x=1', answer: compared },
      { method: 'POST', path: '/api/1/gm', answer: { status: 204 } },
      { method: 'POST', path: '/api/1/gm', answer: compared },
    ],
    others: 0,
  })
})

t.test('a form is read from its fields, where the recorder kept no more of it', async (t) => {
  const mimeType = 'application/x-www-form-urlencoded'
  const params = [{ name: 'parameters', value: 'a=b&c=ä d' }, { name: 'clientId' }, null, 5]
  const written = 'parameters=a%3Db%26c%3D%C3%A4+d&clientId='
  for (const [postData, body] of [
    [{ mimeType, params }, written],
    [{ mimeType, params, text: '' }, written],
    [{ mimeType, params, text: 'x=1' }, 'x=1'],
    [{ mimeType, params: [] }, undefined],
    [{ mimeType, params: {} }, undefined],
  ] as const) {
    const reading = readRecordedCalls(archive(entry({ postData })))
    t.equal('calls' in reading && reading.calls[0]?.body, body, JSON.stringify(postData))
  }
})

t.test('what is no call to Authlete, or has lost its body, is left alone and counted', async (t) => {
  const others = [
    null,
    5,
    {},
    entry({ url: 'https://as.example.com/token' }),
    entry({ url: 'https://as.example.com/x/api/1/gm' }),
    entry({ url: 'no url' }),
    entry({ url: 5 }),
    entry({ method: 'CONNECT' }),
    entry({}, { status: 0 }),
    entry({}, {}),
    entry({ postData: { mimeType: 'application/json', text: '', comment: '(20000 octets, not kept)' } }),
  ]
  t.strictSame(readRecordedCalls(archive(...others)), { calls: [], others: others.length })
})

for (const [text, error] of [
  ['{', 'it is not valid JSON'],
  ['[]', 'it is not a JSON object'],
  ['{}', 'it has no log.entries'],
  ['{"log":{"entries":{}}}', 'it has no log.entries'],
] as const) {
  t.test(`${text} is no archive`, async (t) => {
    t.strictSame(readRecordedCalls(text), { error })
  })
}

t.test('only the members that both have by their kind are compared', async (t) => {
  t.strictSame(compareAnswer(500, Buffer.from('<html>')), { status: 500 })
  t.strictSame(compareAnswer(200, Buffer.from('{"resultCode":1,"action":null}')), { status: 200 })
})

t.test('no archive makes the reading fail', async (t) => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const reading = readRecordedCalls(archive({ request: value, response: value }, value))
      t.ok('calls' in reading && reading.calls.length + reading.others === 2)
    }),
  )
})
