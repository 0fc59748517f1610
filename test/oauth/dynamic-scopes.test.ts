import t from 'tap'
import type { SupportedScope } from '../../src/model/service.ts'
import { findDynamicScopes, findPatternErrors, listScopesOf } from '../../src/oauth/dynamic-scopes.ts'

const scopeOf = (name: string, ...values: readonly (string | undefined)[]): SupportedScope => ({
  name,
  attributes: values.map((value) => (value === undefined ? { key: 'regex' } : { key: 'regex', value })),
})
const serviceOf = (...supportedScopes: readonly SupportedScope[]) => ({ supportedScopes })

const consent = scopeOf('consent', '^consent:.+$')
const payment = scopeOf('payment', 'payment:[0-9]{3}')

const find = (values: readonly string[], ...scopes: readonly SupportedScope[]) =>
  findDynamicScopes(values, scopes, serviceOf(...scopes)).map(({ name, value }) => `${name}=${value}`)

t.test('a value is one of the scope whose expression matches it as a whole', async (t) => {
  const values = ['consent:a', 'consent:', 'xconsent:a', 'payment:123', 'payment:1234', 'payment', 'email']
  t.strictSame(find(values, consent, payment, { name: 'email' }), [
    'consent=consent:a',
    'payment=payment:123',
  ])
})

t.test('the first scope that matches counts, and the first expression of a scope', async (t) => {
  t.strictSame(find(['p:1'], scopeOf('one', 'p:.'), scopeOf('two', 'p:1')), ['one=p:1'])
  t.strictSame(find(['a', 'b'], scopeOf('one', 'a', 'b')), ['one=a'])
  t.strictSame(find(['a'], scopeOf('one', undefined)), [])
})

t.test(
  'the name of a scope is never a value of another, nor a scope that a standard gives a meaning',
  async (t) => {
    const all = scopeOf('all', '.*')
    t.strictSame(find(['admin', 'all', 'other'], all, { name: 'admin' }), ['all=other'])
    const meant = ['openid', 'profile', 'email', 'address', 'phone', 'offline_access']
    t.strictSame(find([...meant, 'grant_management_query', 'grant_management_revoke'], all), [])
    const service = serviceOf(all, { name: 'admin' })
    t.strictSame(findDynamicScopes(['other'], [], service), [], 'a scope that the client may not ask for')
  },
)

t.test('a value is a scope token of bounded length', async (t) => {
  const all = scopeOf('all', '(?s).*')
  t.strictSame(find(['', 'a b', 'a"', 'a\\', 'ä', 'a\n', 'a\u007F'], all), [])
  const long = 'v'.repeat(1000)
  t.strictSame(find([long, `${long}v`], all), [`all=${long}`])
})

t.test('expressions that take others for ever are matched at once', async (t) => {
  const hostile = ['(a+)+$', '(a|aa)+', '(a*)*b', '(.*)(.*)(.*)(.*)(.*)x', '((((a*)*)*)*)*c']
  const value = `${'a'.repeat(999)}!`
  const began = performance.now()
  for (const regex of hostile) t.strictSame(find([value], scopeOf('hostile', regex)), [], regex)
  t.ok(performance.now() - began < 10_000)
})

t.test('what one request can cost is bounded, whatever its words and the expressions', async (t) => {
  const scopes = Array.from({ length: 200 }, (_, index) => scopeOf(`s${index}`, `(?:.?){${200 + index}}x`))
  const words = Array.from({ length: 20_000 }, (_, index) => `${'a'.repeat(900)}${index}`)
  const service = serviceOf(...scopes)
  findDynamicScopes(['a'], scopes, service)
  const began = performance.now()
  t.strictSame(findDynamicScopes(words, scopes, service), [])

  t.ok(performance.now() - began < 10_000)
})

t.test('an expression that cannot be used matches nothing, and is told with its place', async (t) => {
  const unusable: readonly (readonly [string, RegExp])[] = [
    ['^consent:.+*$', /^is no regular expression that RE2 reads: .*\+\*/],
    ['(', /^is no regular expression that RE2 reads: /],
    ['(?=a).*', /^is no regular expression that RE2 reads: /],
    ['(a)\\1', /^is no regular expression that RE2 reads: /],
    ['[a-z&&[^b]]+', /^has a character class within another, or an intersection of classes$/],
    ['[a-z[0-9]]+', /^has a character class within another/],
    ['a'.repeat(301), /^is longer than 300 characters$/],
    ['(a{1000}){2}', /^is no regular expression that RE2 reads: |^comes to/],
    ['a{1000}b{1000}c{1000}', /^comes to 30\d\d instructions, which is more than 2000$/],
  ]
  for (const [regex, error] of unusable) {
    const [found, ...others] = findPatternErrors([{ name: 'plain' }, scopeOf('s', regex)])
    t.match(found, { path: '/1/attributes/0/value', error }, regex)
    t.strictSame(others, [])
    t.strictSame(find(['aa', 'consent:a'], scopeOf('s', regex)), [], regex)
  }
  t.strictSame(
    findPatternErrors([consent, payment, scopeOf('s', '\\[[a-z]\\[&&x'), scopeOf('n', undefined)]),
    [],
  )
})

t.test('what is no list of scopes has no flaws', async (t) => {
  for (const scopes of [
    undefined,
    null,
    'x',
    [1, null, { attributes: null }, { attributes: [1, { key: 'regex', value: 5 }] }],
  ]) {
    t.strictSame(findPatternErrors(scopes), [])
  }
})

t.test('a service has a hundred expressions at most', async (t) => {
  const scopes = Array.from({ length: 101 }, (_, index) => scopeOf(`s${index}`, `v${index}`))
  t.strictSame(find(['v99', 'v100'], ...scopes), ['s99=v99'])
  t.strictSame(findPatternErrors(scopes), [
    { path: '/100/attributes/0/value', error: 'is beyond the first 100 patterns' },
  ])
})

t.test('values stand for their scope where the scope counts', async (t) => {
  const service = serviceOf({ name: 'openid' }, consent, payment)
  const names = (values: readonly string[]) => listScopesOf(values, service).map(({ name }) => name)
  t.strictSame(names(['consent:a', 'openid', 'gone', 'consent:b']), ['openid', 'consent'])
  t.strictSame(names(['payment', 'payment:123']), ['payment'])
  t.strictSame(listScopesOf(['a'], {}), [])
})
