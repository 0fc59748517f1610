import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import { isJsonObject, readJsonObject, readStrictJsonObject, withoutNulls } from '../../src/base/json.ts'

type Octets = string | readonly number[]

function toOctets(octets: Octets): Buffer {
  return typeof octets === 'string' ? Buffer.from(octets) : Buffer.from(octets)
}

function nest(levels: number): string {
  return '{"a":'.repeat(levels - 1) + '{}' + '}'.repeat(levels - 1)
}

const object = 'it is not a JSON object'
const json = 'it is not valid JSON'
const deep = 'it is nested deeper than 64 levels'
const twice = 'it has a member twice'
const surrogate = 'it has a string with a lone surrogate'

const refusedByBoth: readonly (readonly [name: string, octets: Octets, error: string])[] = [
  ['nothing', '', json],
  ['a blank', ' ', json],
  ['a text that is no JSON', '{a:1}', json],
  ['a trailing comma', '{"a":1,}', json],
  ['a comment', '{"a":1/**/}', json],
  ['two documents', '{}{}', json],
  ['a NaN', '{"a":NaN}', json],
  ['a single quotation mark', "{'a':1}", json],
  ['a raw line feed in a string', '{"a":"\n"}', json],
  ['two byte order marks', '\uFEFF\uFEFF{}', json],
  ['a byte that is no UTF-8', [0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d], json],
  ['an overlong encoding of a slash', [0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x3a, 0x31, 0x7d], json],
  ['a surrogate in UTF-8', [0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x3a, 0x31, 0x7d], json],
  ['a cut UTF-8 sequence', [0x7b, 0x7d, 0xc3], json],
  ['UTF-16', [0x7b, 0, 0x7d, 0], json],
  ['an array', '[]', object],
  ['a string', '"{}"', object],
  ['a number', '1', object],
  ['null', 'null', object],
  ['true', 'true', object],
  ['65 levels', nest(65), deep],
  ['100,000 levels', nest(100_000), deep],
  ['64 arrays in an object', `{"a":${'['.repeat(64)}${']'.repeat(64)}}`, deep],
]

t.test('what is not one JSON object in UTF-8 of reasonable depth is refused', async (t) => {
  for (const [name, octets, error] of refusedByBoth) {
    t.strictSame(readJsonObject(toOctets(octets)), { error }, name)
    t.strictSame(readStrictJsonObject(toOctets(octets)), { error }, `${name}, read strictly`)
  }
})

const refusedByStrict: readonly (readonly [name: string, octets: Octets, error: string])[] = [
  ['a byte order mark', '\uFEFF{}', 'it starts with a byte order mark'],
  ['a member twice', '{"a":1,"a":1}', twice],
  ['a member twice with others between', '{"a":1,"b":2,"a":3}', twice],
  ['a member twice in a nested object', '{"a":{"b":1,"b":2}}', twice],
  ['a member twice in an object in an array', '{"a":[1,{"b":1,"b":2}]}', twice],
  ['a member twice, once with an object that is lost', '{"a":{"b":1,"c":2},"a":1}', twice],
  ['a member twice, once with an escape', String.raw`{"a":1,"\u0061":2}`, twice],
  ['a member twice, both with escapes', String.raw`{"\u0061\u0062":1,"a\u0062":2}`, twice],
  ['a quotation mark as name twice', String.raw`{"\"":1,"\u0022":2}`, twice],
  ['a backslash as name twice', String.raw`{"\\":1,"\u005c":2}`, twice],
  ['a name with a colon twice', '{"a:b":1,"a:b":2}', twice],
  ['the empty name twice', '{"":1,"":2}', twice],
  ['__proto__ twice', '{"__proto__":1,"__proto__":{}}', twice],
  ['a name of digits twice', '{"1":1,"1":2}', twice],
  ['a name outside ASCII twice', '{"é":1,"\\u00e9":2}', twice],
  ['a member twice, with a colon in a value that would make up for it', '{"a":":","a":"{"}', twice],
  ['a high surrogate', String.raw`{"a":"\ud800"}`, surrogate],
  ['a low surrogate', String.raw`{"a":"\udc00"}`, surrogate],
  ['surrogates in the wrong order', String.raw`{"a":"\udc00\ud800"}`, surrogate],
  ['a lone surrogate in a name', String.raw`{"\ud800":1}`, surrogate],
  ['a lone surrogate in an array', String.raw`{"a":[["\ud800"]]}`, surrogate],
  ['a lone surrogate in a nested name', String.raw`{"a":{"\udfff":null}}`, surrogate],
]

t.test('strict reading refuses what could be read in two ways, the other takes it', async (t) => {
  for (const [name, octets, error] of refusedByStrict) {
    t.strictSame(readStrictJsonObject(toOctets(octets)), { error }, name)
    t.ok('value' in readJsonObject(toOctets(octets)), `${name}, not read strictly`)
  }
})

const accepted: readonly (readonly [name: string, text: string])[] = [
  ['an empty object', '{}'],
  ['white space around', ' \t\r\n{ "a" : 1 }\n'],
  ['colons in strings', '{"a":":","b:":"::"}'],
  ['quotation marks and colons in strings', String.raw`{"\":\"":"\":\"a\":"}`],
  ['a backslash before the closing quotation mark', String.raw`{"a":"\\","b":"\\\":"}`],
  ['one name at two levels', '{"a":{"a":{"a":1}}}'],
  ['one name in two objects', '{"a":[{"b":1},{"b":1}]}'],
  ['names that differ in case', '{"a":1,"A":2}'],
  ['names that differ in Unicode normal form', '{"\u00e9":1,"e\u0301":2}'],
  ['line separators of Unicode in a string', '{"a":"\u2028:\u2029"}'],
  ['a surrogate pair in escapes', String.raw`{"a":"\ud83d\ude00"}`],
  ['a byte order mark inside a string', '{"a":"\uFEFF"}'],
  ['members named like those of every object', '{"constructor":1,"toString":2,"hasOwnProperty":3}'],
  ['64 levels', nest(64)],
  ['null members', '{"a":null}'],
]

t.test('well-formed JSON without doubles is read as JSON.parse reads it', async (t) => {
  for (const [name, text] of accepted) {
    t.strictSame(readStrictJsonObject(Buffer.from(text)), { value: JSON.parse(text) }, name)
    t.strictSame(readJsonObject(Buffer.from(text)), { value: JSON.parse(text) }, `${name}, not read strictly`)
  }
})

t.test('a member __proto__ is a member like others and never becomes the prototype', async (t) => {
  const text = '{"__proto__":{"admin":true},"a":{"__proto__":null}}'
  const reading = readStrictJsonObject(Buffer.from(text))
  const value: object = 'value' in reading ? reading.value : {}
  t.strictSame(Object.keys(value), ['__proto__', 'a'])
  t.equal(Object.getPrototypeOf(value), Object.prototype)
  t.notOk('admin' in value)
  const kept = withoutNulls(JSON.parse('{"__proto__":{"admin":true,"b":null}}')) as object
  t.strictSame(Object.keys(kept), ['__proto__'])
  t.notOk('admin' in kept)
  t.equal(JSON.stringify(kept), '{"__proto__":{"admin":true}}')
})

const objects = fc.dictionary(
  fc.string({ unit: 'binary' }),
  fc.jsonValue({ stringUnit: 'binary', maxDepth: 5 }),
  { maxKeys: 6 },
)

t.test('whatever JSON.stringify writes of an object is read strictly', async () => {
  fc.assert(
    fc.property(objects, fc.constantFrom(0, 2), (value, indentation) => {
      const text = JSON.stringify(value, null, indentation)
      const reading = readStrictJsonObject(Buffer.from(text))
      return isDeepStrictEqual(reading, { value: JSON.parse(text) as unknown })
    }),
    { numRuns: 1000 },
  )
})

t.test('whatever object gets one of its members a second time is refused', async () => {
  const withMembers = objects.filter((value) => Object.keys(value).length > 0)
  fc.assert(
    fc.property(withMembers, fc.nat(), fc.boolean(), (value, choice, escaped) => {
      const names = Object.keys(value)
      const name = names[choice % names.length] ?? ''
      const written = escaped ? `"${escapeAll(name)}"` : JSON.stringify(name)
      const text = JSON.stringify(value).replace(/^\{/, () => `{${written}:":",`)
      return isDeepStrictEqual(readStrictJsonObject(Buffer.from(text)), { error: twice })
    }),
  )
})

function escapeAll(text: string): string {
  return text
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
}

t.test('no octets make reading throw', async () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array(),
        fc.json().map((text) => Buffer.from(text)),
      ),
      (octets) => {
        const reading = readStrictJsonObject(octets)
        return 'error' in reading !== 'value' in reading
      },
    ),
  )
})

const keptOf: readonly (readonly [given: unknown, kept: unknown])[] = [
  [{ a: null, b: 1 }, { b: 1 }],
  [{ a: { b: null } }, { a: {} }],
  [{ a: [{ b: null, c: '' }] }, { a: [{ c: '' }] }],
  [{ a: [null, 1] }, { a: [1] }],
  [{ a: [null, [null]] }, { a: [[]] }],
  [
    { a: 0, b: '', c: false, d: [] },
    { a: 0, b: '', c: false, d: [] },
  ],
  [[{ a: null }], [{}]],
  [null, null],
  ['text', 'text'],
  [1, 1],
]

t.test('null members and null elements are left out at every level', async (t) => {
  for (const [given, kept] of keptOf) {
    t.strictSame(withoutNulls(given), kept, JSON.stringify(given))
  }
})

t.test('only what is written in curly brackets is a JSON object', async (t) => {
  t.ok(isJsonObject({}))
  for (const value of [null, [], 'a', 1, true, undefined]) t.notOk(isJsonObject(value), JSON.stringify(value))
})
