import fc from 'fast-check'
import t from 'tap'
import { readParameters, toParameters } from '../../src/oauth/parameters.ts'

t.test('parameters are read as a browser writes them', async (t) => {
  const parameters = readParameters('scope=openid+profile&state=a%2Bb%20%C3%A4&empty=&bare&state=second')
  t.equal(parameters?.get('scope'), 'openid profile')
  t.equal(parameters?.get('state'), 'a+b ä', 'the first value counts')
  t.strictSame(parameters?.all('state'), ['a+b ä', 'second'])
  for (const name of ['empty', 'bare']) {
    t.equal(parameters?.get(name), undefined, 'sent without a value is omitted')
    t.strictSame([parameters?.all(name), parameters?.isEmpty(name)], [[], true])
  }
  t.strictSame([parameters?.isEmpty('state'), parameters?.isEmpty('absent')], [false, false])
  t.strictSame(parameters?.names, ['scope', 'state', 'empty', 'bare'])
  t.strictSame(parameters?.repeated, ['state'])
})

t.test('a parameter that is absent has no value, whatever it is called', async (t) => {
  const parameters = toParameters([])
  for (const name of ['scope', '__proto__', 'constructor', 'toString', '']) {
    t.equal(parameters.get(name), undefined)
    t.strictSame(parameters.all(name), [])
  }
  t.strictSame([parameters.names, parameters.repeated], [[], []])
  t.equal(readParameters('__proto__=a&constructor=b')?.get('__proto__'), 'a')
})

t.test('one question mark before the parameters is not part of them', async (t) => {
  t.strictSame(readParameters('?a=1')?.names, ['a'])
  t.strictSame(readParameters('??a=1')?.names, ['?a'])
  t.strictSame(readParameters('a?=1')?.names, ['a?'])
})

t.test('text that is not form-encoded is no parameters', async (t) => {
  for (const text of ['%', 'a=%', 'a=%4', 'a=%zz', 'a=1&b=%G0', '?%'])
    t.equal(readParameters(text), undefined, text)
  for (const text of ['', '?', '&', '&&']) t.strictSame(readParameters(text)?.names, [], text)
})

t.test('500 parameters are read and 501 are not', async (t) => {
  const many = (count: number) => readParameters('a=1&'.repeat(count))
  t.equal(many(500)?.all('a').length, 500)
  t.equal(many(501), undefined)
})

t.test('any names and values come back as they were written', async (t) => {
  const text = fc.string({ unit: 'binary' }).map((any) => any.toWellFormed())
  fc.assert(
    fc.property(
      fc.array(fc.tuple(text, text), { maxLength: 20 }),
      fc.constantFrom('', '?'),
      (entries, lead) => {
        const parameters = readParameters(lead + new URLSearchParams(entries).toString())
        for (const [name] of entries) {
          const sent = entries.filter(([other]) => other === name).map(([, value]) => value)
          const values = sent.filter((value) => value !== '')
          t.strictSame(parameters?.all(name), values)
          t.equal(parameters?.get(name), values[0])
          t.equal(parameters?.isEmpty(name), values.length === 0)
          t.equal(parameters?.repeated.includes(name), sent.length > 1)
        }
        return parameters?.names.length === new Set(entries.map(([name]) => name)).size
      },
    ),
  )
})

t.test('any text at all is read or refused, and never fails', async (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const parameters = readParameters(text)
      return parameters === undefined
        ? text.includes('%')
        : parameters.names.every((name) => parameters.isEmpty(name) || parameters.all(name).length > 0)
    }),
  )
  t.pass()
})

t.test('words are what stands between blanks, each once', async (t) => {
  const words = (scope: string) => toParameters([['scope', scope]]).words('scope')
  t.strictSame(words('b  a b '), ['b', 'a'])
  t.strictSame(words('a\tb'), ['a\tb'], 'a blank is the only separator')
  t.strictSame(words(''), [])
  t.strictSame(toParameters([]).words('scope'), [])
})
