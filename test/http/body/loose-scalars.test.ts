import fc from 'fast-check'
import t from 'tap'
import { readJsonObject, type JsonObject } from '../../../src/base/json.ts'
import { createLazyValidators } from '../../../src/http/lazy-validators.ts'
import type { TypedBody } from '../../../src/http/body/loose-scalars.ts'
import { valuesOf, writeLoosely, type BodySchema } from '../../support/requests/loose-bodies.ts'
import { startTestMock, type TestMock } from '../../support/mock.ts'

const scalars: BodySchema = {
  type: 'object',
  properties: {
    text: { type: 'string' },
    whole: { type: 'integer' },
    flag: { type: 'boolean' },
    word: { type: 'string', enum: ['1', 'true', 'A'] },
    list: { type: 'array', items: { type: 'string' } },
    inner: { type: 'object', properties: { text: { type: 'string' } } },
    either: { anyOf: [{ type: 'string' }, { type: 'object', properties: { text: { type: 'string' } } }] },
  },
}

/** What a body becomes that is judged by a schema; undefined where it is refused. */
type BodyJudge = (text: string) => TypedBody | undefined

function judgeBy(schema: BodySchema): BodyJudge {
  const validate = createLazyValidators()({ schema, method: 'POST', url: '/', httpPart: 'body' })
  return (text) => {
    const octets = Buffer.from(text)
    const reading = readJsonObject(octets)
    if ('error' in reading) throw new Error(reading.error)
    const judged: unknown = validate({ value: reading.value, octets })
    return judged === false ? undefined : (judged as { readonly value: TypedBody }).value
  }
}

const judge = judgeBy(scalars)

const bound: readonly (readonly [string, JsonObject, readonly string[]])[] = [
  ['{"text":1}', { text: '1' }, ['body/text, a number for text']],
  ['{"text":-1.50}', { text: '-1.50' }, ['body/text, a number for text']],
  ['{"text":1.0}', { text: '1.0' }, ['body/text, a number for text']],
  ['{"text":1E+02}', { text: '1E+02' }, ['body/text, a number for text']],
  ['{"text":-0}', { text: '-0' }, ['body/text, a number for text']],
  ['{"text":-0.0}', { text: '-0.0' }, ['body/text, a number for text']],
  ['{"text":1e400}', { text: '1e400' }, ['body/text, a number for text']],
  ['{"text":12345678901234567890}', { text: '12345678901234567890' }, ['body/text, a number for text']],
  ['{"text":9007199254740993}', { text: '9007199254740993' }, ['body/text, a number for text']],
  ['{"text":true}', { text: 'true' }, ['body/text, a boolean for text']],
  ['{"text":1,"text":2.0}', { text: '2.0' }, ['body/text, a number for text']],
  ['{"te\\u0078t":1.0}', { text: '1.0' }, ['body/text, a number for text']],
  ['{"text":1.0,"x":"\\"1.0"}', { text: '1.0', x: '"1.0' }, ['body/text, a number for text']],
  ['{"text":1.0,"x":1.0}', { text: '1.0', x: 1 }, ['body/text, a number for text']],
  ['{"text":false,"x":{"text":1.0}}', { text: 'false', x: { text: 1 } }, ['body/text, a boolean for text']],
  ['{"whole":"12"}', { whole: 12 }, ['body/whole, text for a number']],
  ['{"whole":"-12"}', { whole: -12 }, ['body/whole, text for a number']],
  ['{"whole":"+12"}', { whole: 12 }, ['body/whole, text for a number']],
  ['{"whole":"007"}', { whole: 7 }, ['body/whole, text for a number']],
  ['{"whole":"9007199254740991"}', { whole: 9_007_199_254_740_991 }, ['body/whole, text for a number']],
  ...['true', 'True', 'TRUE'].map(
    (text) => [`{"flag":"${text}"}`, { flag: true }, ['body/flag, text for a boolean']] as const,
  ),
  ...['false', 'False', 'FALSE'].map(
    (text) => [`{"flag":"${text}"}`, { flag: false }, ['body/flag, text for a boolean']] as const,
  ),
  [
    '{"list":["a",1.0,true]}',
    { list: ['a', '1.0', 'true'] },
    ['body/list/1, a number for text', 'body/list/2, a boolean for text'],
  ],
  ['{"inner":{"text":1.0}}', { inner: { text: '1.0' } }, ['body/inner/text, a number for text']],
  ['{"either":1.0}', { either: '1.0' }, ['body/either, a number for text']],
  ['{"either":{"text":1.0}}', { either: { text: '1.0' } }, ['body/either/text, a number for text']],
]

for (const [text, value, loose] of bound) {
  t.test(`${text} is bound`, async (t) => t.strictSame(judge(text), { value, loose }))
}

const refused = [
  ...['[]', '{}', '["a"]', '{"a":1}'].flatMap((value) => [
    `{"text":${value}}`,
    `{"whole":${value}}`,
    `{"flag":${value}}`,
    `{"word":${value}}`,
  ]),
  ...[
    '""',
    '" 12 "',
    '"1.0"',
    '"1e3"',
    '"0x10"',
    '"12abc"',
    '"١٢"',
    '"9007199254740993"',
    '"-9007199254740993"',
  ].map((value) => `{"whole":${value}}`),
  ...['true', '1.5', '1e400', '"Infinity"', '"NaN"', '"true"'].map((value) => `{"whole":${value}}`),
  ...['0', '1', '"0"', '"1"', '""', '"yes"', '"tRUE"', '" true"'].map((value) => `{"flag":${value}}`),
  ...['1', 'true', '"B"', '"a"'].map((value) => `{"word":${value}}`),
  '{"list":1}',
  '{"list":"a"}',
  '{"list":[["a"]]}',
  '{"inner":1}',
  '{"inner":"{}"}',
  '{"either":[1]}',
]

for (const text of refused) {
  t.test(`${text} is refused`, async (t) => t.equal(judge(text), undefined))
}

t.test('what the contract does not know is left alone, whatever it is called', async (t) => {
  for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'unknown']) {
    const { value } = judge(`{"text":1.0,"${name}":{"text":1.0}}`) ?? {}
    t.equal(JSON.stringify(value), `{"text":"1.0","${name}":{"text":1}}`)
    t.equal(Object.getPrototypeOf(value), Object.prototype)
  }
})

t.test('a body that is valid as it came is handed on as it is, and nothing is noted', async (t) => {
  const value = { text: '1', whole: 1, flag: true, list: ['1'] }
  t.strictSame(judge(JSON.stringify(value)), { value, loose: [] })
})

t.test('five loose scalars are named and no more', async (t) => {
  const { loose } = judge(JSON.stringify({ list: Array(1000).fill(1) })) ?? {}
  t.equal(loose?.length, 5)
})

t.test('binding takes time in proportion to the body', async (t) => {
  const lists = ['1', '1.0', '-0', '"\\""', '[1.0]', '1,"a"'].map((element) => (count: number): string => {
    const list = Array(count).fill(element).join(',')
    return `{"text":1.0,"list":[${list}]}`
  })
  const runs = ['9', '\\"', 'a', '-'].map(
    (character) => (count: number) => `{"whole":"${character.repeat(count)}","text":1}`,
  )
  const digits = (count: number) => `{"text":${'9'.repeat(count)}}`
  for (const write of [...lists, ...runs, digits]) {
    const small = time(() => judge(write(20_000)))
    const large = time(() => judge(write(160_000)))
    t.ok(large < 40 * Math.max(small, 1), `${write(3)}: ${small} ms, ${large} ms`)
  }
})

/** The least of three runs, in milliseconds. */
function time(act: () => unknown): number {
  return Math.min(
    ...[1, 2, 3].map(() => {
      const begun = performance.now()
      act()
      return performance.now() - begun
    }),
  )
}

/** The schemas of all bodies that Authlete's APIs take, by their paths. */
function listBodySchemas(mock: TestMock): ReadonlyMap<string, BodySchema> {
  const { paths } = mock.app.swagger() as unknown as {
    paths: Record<
      string,
      Record<string, { requestBody?: { content: Record<string, { schema: BodySchema }> } }>
    >
  }
  const bodies = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, { requestBody }]) => {
      const schema = requestBody?.content['application/json']?.schema
      return schema === undefined || !path.startsWith('/api/') ? [] : [[`${method} ${path}`, schema] as const]
    }),
  )
  return new Map(bodies)
}

t.test('every body of every API is the same with or without the quotes of its scalars', async (t) => {
  const schemas = listBodySchemas(await startTestMock(t))
  t.ok(schemas.size >= 30, `${schemas.size} bodies`)
  for (const [api, schema] of schemas) {
    const judgeApi = judgeBy(schema)
    const bodies = fc.tuple(valuesOf(schema), fc.array(fc.boolean(), { minLength: 1, maxLength: 50 }))
    const property = fc.property(bodies, ([body, decisions]) => {
      let index = 0
      const text = writeLoosely(schema, body, () => decisions[index++ % decisions.length] === true)
      const judged = judgeApi(text)
      const again = judged && judgeApi(JSON.stringify(judged.value))
      return (
        JSON.stringify(judged?.value) === JSON.stringify(body) &&
        JSON.stringify(again) === JSON.stringify({ value: body, loose: [] })
      )
    })
    const report = fc.check(property, { numRuns: 60 })
    t.notOk(report.failed, `${api} ${report.failed ? fc.defaultReportMessage(report) : ''}`)
  }
})

t.test('anything at all is bound to a valid body, or refused as it was', async (t) => {
  const schemas = listBodySchemas(await startTestMock(t))
  for (const [api, schema] of schemas) {
    const judgeApi = judgeBy(schema)
    const values = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(1, '1', true, 'true', [1], { a: 1 }, [{ key: 1 }], [[1]]),
    )
    const names = fc.constantFrom(...Object.keys(schema.properties ?? {}), '__proto__', 'constructor')
    const property = fc.property(fc.dictionary(names, values), (body) => {
      const judged = judgeApi(JSON.stringify(body))
      if (judged === undefined) return true
      return JSON.stringify(judgeApi(JSON.stringify(judged.value))?.value) === JSON.stringify(judged.value)
    })
    const report = fc.check(property, { numRuns: 60 })
    t.notOk(report.failed, `${api} ${report.failed ? fc.defaultReportMessage(report) : ''}`)
  }
})
