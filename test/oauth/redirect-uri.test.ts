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

t.test('no writing of a scheme makes it allowed', async (t) => {
  const scheme = fc.constantFrom('javascript', 'data', 'vbscript', 'blob', 'file', 'about')
  fc.assert(
    fc.property(fc.mixedCase(scheme), fc.webPath(), (name, rest) => {
      t.match(checkRedirectUriForms([`${name}:${rest}`]), { reason: 'redirect_uri_scheme_forbidden' })
    }),
  )
})
