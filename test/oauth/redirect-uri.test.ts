import fc from 'fast-check'
import t from 'tap'
import type { Client } from '../../src/model/client.ts'
import type { Service } from '../../src/model/service.ts'
import { checkRedirectUriForms } from '../../src/oauth/metadata.ts'
import { toParameters } from '../../src/oauth/parameters.ts'
import { checkRedirectUri, readRedirectUri } from '../../src/oauth/redirect-uri.ts'

const service = { properties: {} } as Service
const good = 'https://rp.example.com/cb'

function clientWith(...redirectUris: readonly string[]): Client {
  return { clientId: 1, clientType: 'CONFIDENTIAL', properties: { redirectUris } }
}

const nobodys = [
  'javascript:alert(1)',
  'JavaScript:alert(1)',
  'data:text/html,x',
  'vbscript:x',
  'blob:https://rp.example.com/x',
  'file:///etc/passwd',
  'about:blank',
]

for (const uri of nobodys) {
  t.test(`${uri} is nobody's redirect URI, even where it is registered`, async (t) => {
    t.match(checkRedirectUriForms([good, uri]), { reason: 'redirect_uri_scheme_forbidden', detail: '1' })
    const named = toParameters([['redirect_uri', uri]])
    t.match(checkRedirectUri(named, service, clientWith(uri)), { reason: 'redirect_uris_missing' })
    t.match(checkRedirectUri(named, service, clientWith(uri, good)), { reason: 'redirect_uri_unregistered' })
    const none = toParameters([])
    t.match(checkRedirectUri(none, service, clientWith(uri)), { reason: 'redirect_uris_missing' })
    t.match(checkRedirectUri(none, service, clientWith(uri, good)), { verdict: 'pass' })
    t.equal(readRedirectUri(none, clientWith(uri, good)), good)
  })
}

t.test('what a browser would read as such a scheme is not used either', async (t) => {
  for (const uri of [' javascript:alert(1)', 'java\tscript:alert(1)', '\u0001javascript:alert(1)']) {
    t.match(checkRedirectUriForms([uri]), { reason: 'redirect_uri_malformed' })
    t.match(checkRedirectUri(toParameters([]), service, clientWith(uri)), { reason: 'redirect_uris_missing' })
  }
})

t.test('schemes of apps are their own, also those that begin like a forbidden one', async (t) => {
  for (const uri of ['com.example.app:/cb', 'database:/cb', 'about-us:/cb', 'data.example:/cb']) {
    t.match(checkRedirectUriForms([uri]), { verdict: 'pass' }, uri)
    t.match(checkRedirectUri(toParameters([]), service, clientWith(uri)), { verdict: 'pass' }, uri)
  }
})

const [https, app, loopback, plain] = [
  good,
  'com.example.app:/cb',
  'http://127.0.0.1:8080/cb',
  'http://rp.example.com/cb',
]

/** What a request with scope openid names, and how it is judged; the good ones are registered. */
const named: readonly (readonly [string | undefined, 'WEB' | 'NATIVE' | undefined, string])[] = [
  [undefined, undefined, 'redirect_uri_required_by_openid'],
  ['', undefined, 'redirect_uri_empty'],
  ['https://rp.example.com/other', undefined, 'redirect_uri_unregistered_by_openid'],
  [`${good}?a=b`, undefined, 'redirect_uri_unregistered_by_openid'],
  [`${good}#a`, undefined, 'redirect_uri_unregistered_by_openid'],
  ['/cb', undefined, 'redirect_uri_unregistered_by_openid'],
  ['https://rp.example.com/<', undefined, 'redirect_uri_unregistered_by_openid'],
  [https, undefined, 'good'],
  [https, 'WEB', 'good'],
  [plain, 'WEB', 'good'],
  [https, 'NATIVE', 'redirect_uri_https_of_native_client'],
  [plain, 'NATIVE', 'redirect_uri_host_of_native_client'],
  ['http://localhost.example.com/cb', 'NATIVE', 'redirect_uri_host_of_native_client'],
  [app, 'NATIVE', 'good'],
  [loopback, 'NATIVE', 'good'],
  ['http://localhost/cb', 'NATIVE', 'good'],
  ['http://[::1]:1/cb', 'NATIVE', 'good'],
]

for (const [uri, applicationType, expected] of named) {
  t.test(
    `scope openid, ${uri ?? 'nothing'} named, ${applicationType ?? 'any'} client: ${expected}`,
    async (t) => {
      const redirectUris = [
        https,
        app,
        loopback,
        plain,
        'http://localhost/cb',
        'http://[::1]:1/cb',
        'http://localhost.example.com/cb',
      ]
      const client = {
        clientId: 1,
        clientType: 'CONFIDENTIAL',
        properties: { redirectUris, ...(applicationType && { applicationType }) },
      } as const
      const given = uri === undefined ? [] : [['redirect_uri', uri] as const]
      const verdict = checkRedirectUri(toParameters([['scope', 'a openid'], ...given]), service, client)
      t.match(verdict, expected === 'good' ? { verdict: 'pass' } : { reason: expected })
    },
  )
}

t.test('no writing of a scheme makes it allowed', async (t) => {
  const scheme = fc.constantFrom('javascript', 'data', 'vbscript', 'blob', 'file', 'about')
  fc.assert(
    fc.property(fc.mixedCase(scheme), fc.webPath(), (name, rest) => {
      t.match(checkRedirectUriForms([`${name}:${rest}`]), { reason: 'redirect_uri_scheme_forbidden' })
    }),
  )
})
