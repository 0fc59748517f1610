import fc from 'fast-check'
import t from 'tap'
import { normaliseUri, normaliseUriOfId } from '../../src/oauth/uri.ts'
import { readVectors } from './vectors.ts'

const { htu: htuVectors, equivalent } = readVectors('uri')

t.test('every htu vector has the normal form of RFC 3986', async (t) => {
  t.equal(htuVectors.length, 42)
  for (const { id, htu, normalised } of htuVectors) t.equal(normaliseUri(htu), normalised ?? undefined, id)
})

t.test('an htu matches the request URI exactly where the vector says so', async (t) => {
  for (const { id, htu, requestUri, matches } of htuVectors) {
    const expected = normaliseUri(requestUri)
    t.type(expected, 'string', `${id}: the request URI is usable`)
    t.equal(normaliseUri(htu) === expected, matches, id)
  }
})

t.test('URIs that RFC 3986 calls equivalent have one normal form', async (t) => {
  t.equal(equivalent.length, 2)
  for (const { id, uris } of equivalent) {
    const forms = new Set(uris.map(normaliseUri))
    t.equal(forms.size, 1, id)
    t.notOk(forms.has(undefined), id)
  }
})

const normalForms: readonly (readonly [name: string, text: string, expected: string | undefined])[] = [
  ['userinfo stays', 'https://user:secret@host/a', 'https://user:secret@host/a'],
  ['an empty userinfo stays', 'https://@host/a', 'https://@host/a'],
  ['triplets in userinfo are normalised', 'https://%41%3a@host/', 'https://A%3A@host/'],
  ['the case of userinfo counts', 'https://USER@HOST/', 'https://USER@host/'],
  ['two at signs are refused', 'https://as.example.com@evil.example@host/', undefined],
  [
    'an at sign after the path begins is of the path',
    'https://host/@evil.example',
    'https://host/@evil.example',
  ],
  ['userinfo without host is refused', 'https://user@/a', undefined],
  ['an IPv6 host is lower-cased', 'https://[2001:DB8::A]/a', 'https://[2001:db8::a]/a'],
  ['an IPv6 host loses its default port', 'https://[::1]:443/', 'https://[::1]/'],
  ['an IPv6 host keeps another port', 'https://[::1]:8443/', 'https://[::1]:8443/'],
  ['an IPv6 host without end is refused', 'https://[::1/', undefined],
  ['an IPv6 host without brackets is refused', 'https://::1/', undefined],
  ['text after an IPv6 host is refused', 'https://[::1]evil.example/', undefined],
  ['an at sign inside brackets is refused', 'https://[a@b]/', undefined],
  ['the default port of http goes', 'http://host:80/a', 'http://host/a'],
  ['the default port of another scheme stays', 'http://host:443/a', 'http://host:443/a'],
  ['a port of an unknown scheme stays', 'example://host:443/a', 'example://host:443/a'],
  ['an empty port goes', 'https://host:/a', 'https://host/a'],
  ['a port with a leading zero is another port', 'https://host:0443/a', 'https://host:0443/a'],
  ['a port with letters is refused', 'https://host:44e1/a', undefined],
  ['a negative port is refused', 'https://host:-1/a', undefined],
  ['two ports are refused', 'https://host:443:443/a', undefined],
  ['a port without host is refused', 'https://:443/a', undefined],
  ['no host is refused', 'https:///a', undefined],
  ['no authority is refused', 'https:a', undefined],
  ['a scheme that begins with a digit is refused', '1https://host/', undefined],
  ['an empty scheme is refused', '://host/', undefined],
  ['a scheme is lower-cased', 'HtTpS://host/', 'https://host/'],
  ['an empty path is the root', 'https://host', 'https://host/'],
  ['a query does not count', 'https://host/a?b=/../c#d', 'https://host/a'],
  ['a query right after the host does not count', 'https://host?a', 'https://host/'],
  ['a fragment with a question mark does not count', 'https://host/a#b?c', 'https://host/a'],
  ['a bad triplet in the query is refused', 'https://host/a?%zz', undefined],
  ['dot segments go', 'https://host/a/./b/../c', 'https://host/a/c'],
  ['a last dot segment leaves a slash', 'https://host/a/.', 'https://host/a/'],
  ['two last dots leave a slash', 'https://host/a/b/..', 'https://host/a/'],
  ['dot segments do not climb above the root', 'https://host/../../a', 'https://host/a'],
  ['dot segments that are written as triplets go', 'https://host/a/%2e%2E/b', 'https://host/b'],
  ['three dots are a name', 'https://host/a/.../b', 'https://host/a/.../b'],
  ['empty segments stay', 'https://host/a//b/', 'https://host/a//b/'],
  ['an empty segment is removed by two dots', 'https://host/a//../b', 'https://host/a/b'],
  [
    'a slash that is written as a triplet is no separator',
    'https://host/a%2f..%2fb',
    'https://host/a%2F..%2Fb',
  ],
  ['the case of a path counts', 'https://host/A', 'https://host/A'],
  ['unreserved triplets are decoded', 'https://host/%61%2D%2e%5f%7E', 'https://host/a-._~'],
  ['reserved triplets are upper-cased', 'https://host/%3a%2b', 'https://host/%3A%2B'],
  ['an escaped percent sign is not decoded twice', 'https://host/%2561', 'https://host/%2561'],
  ['a letter in the host that is written as a triplet is decoded', 'https://%48ost/', 'https://host/'],
  ['an escaped dot in the host is decoded', 'https://as%2eexample.com/', 'https://as.example.com/'],
  ['an escaped slash in the host stays', 'https://host%2fevil/', 'https://host%2Fevil/'],
  ['an escaped at sign in the host stays', 'https://a%40b/', 'https://a%40b/'],
  ['a cut triplet is refused', 'https://host/%4', undefined],
  ['a triplet of other characters is refused', 'https://host/%g0', undefined],
  ['a line feed at the end is refused', 'https://host/a\n', undefined],
  ['a blank is refused', 'https://host/a b', undefined],
  ['a backslash is refused', 'https://host\\@evil.example/', undefined],
  ['a quotation mark is refused', 'https://host/"', undefined],
  ['angle brackets are refused', 'https://host/<a>', undefined],
  ['curly brackets are refused', 'https://host/{a}', undefined],
  ['a circumflex is refused', 'https://host/^', undefined],
  ['a grave accent is refused', 'https://host/`', undefined],
  ['a bar is refused', 'https://host/|', undefined],
  ['letters outside ASCII are refused', 'https://höst/', undefined],
  ['a letter that lower-cases to ASCII is refused', 'https://\u212Aost/', undefined],
  ['a NUL is refused', 'https://host/\0', undefined],
]

t.test('a URI has one normal form, or is refused', async (t) => {
  for (const [name, text, expected] of normalForms) t.equal(normaliseUri(text), expected, name)
})

t.test('an id at the end of a URI is the same however it is percent-encoded', async (t) => {
  const forms: readonly (readonly [text: string, expected: string | undefined])[] = [
    ['https://host/a:b/c:d', 'https://host/a:b/c%3Ad'],
    ['https://host/a%3Ab/c%3ad', 'https://host/a%3Ab/c%3Ad'],
    ['https://host/a/../%2561', 'https://host/%2561'],
    ['https://host', 'https://host/'],
    ['https://host/%ff', undefined],
    ['https://host/%C3%A4', 'https://host/%C3%A4'],
    ['https://host/%', undefined],
    ['host/a', undefined],
  ]
  for (const [text, expected] of forms) t.equal(normaliseUriOfId(text), expected, text)
})

const pieces = [
  '\n',
  ...'https:// http:// HOST host : :443 :80 @ [ ] / // . .. ? # %2e %2E %2f'.split(' '),
  ...'%41 %61 %25 %3a %40 % 6 1 a Z ~ _ - é'.split(' '),
]

const nearlyUri = fc
  .array(fc.constantFrom(...pieces), { maxLength: 12 })
  .map((chosen) => `https://host${chosen.join('')}`)

t.test('the normal form of a normal form is itself', async () => {
  fc.assert(
    fc.property(fc.oneof(nearlyUri, fc.webUrl({ withQueryParameters: true })), (text) => {
      const normal = normaliseUri(text)
      return normal === undefined || normaliseUri(normal) === normal
    }),
    { numRuns: 5000 },
  )
})

t.test('every URL of the web has a normal form', async () => {
  fc.assert(fc.property(fc.webUrl(), (url) => normaliseUri(url) !== undefined))
})

t.test('a normal form is an absolute URI without query and fragment', async () => {
  fc.assert(
    fc.property(fc.oneof(nearlyUri, fc.string({ unit: 'binary' })), (text) => {
      const normal = normaliseUri(text)
      return normal === undefined || /^[a-z][a-z0-9+.-]*:\/\/[^/?#]+\/[^?#]*$/.test(normal)
    }),
    { numRuns: 5000 },
  )
})

t.test('a query and a fragment change nothing', async () => {
  const withoutBoth = nearlyUri.filter((text) => !/[?#]/.test(text))
  fc.assert(
    fc.property(withoutBoth, (text) => normaliseUri(`${text}?a=%2F/..#b`) === normaliseUri(text)),
    { numRuns: 2000 },
  )
})

t.test('a very long text takes time in proportion to its length', async (t) => {
  const shapes = ['a', '%41', '%zz', '/..', '/a/..', '../', ':', '@', '[', ']', '#', '?', '//', '-._~', '\n']
  for (const shape of shapes) {
    for (const start of ['https://', 'https://host/', 'https://host?', '']) {
      const text = start + shape.repeat(500_000)
      const begin = performance.now()
      normaliseUri(text)
      t.ok(performance.now() - begin < 3000, `half a million times ${JSON.stringify(shape)} after "${start}"`)
    }
  }
})
