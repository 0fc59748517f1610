import t from 'tap'
import { startTestMock, type TestMockOptions } from '../../support/mock.ts'

const open = { host: '0.0.0.0', adminOpen: true }
const named = { adminOrigin: 'https://tools.example.com,http://localhost:3000' }
const host = 'mock.example.com:4277'
const crossSite = { 'sec-fetch-site': 'cross-site' }

/** Calls that come from browsers, to a mock on loopback and to one that is open beyond it. */
const pages: readonly (readonly [
  what: string,
  headers: Readonly<Record<string, string>>,
  options: TestMockOptions,
  passes: boolean,
])[] = [
  ['of the mock itself', { host, origin: 'http://mock.example.com:4277' }, open, true],
  [
    'of the mock itself in other letters',
    { host: 'Mock.Example.Com:4277', origin: 'http://mock.example.com:4277' },
    open,
    true,
  ],
  [
    'of the mock itself behind TLS',
    { host: 'mock.example.com', origin: 'https://mock.example.com' },
    open,
    true,
  ],
  [
    'of the mock itself at the port of HTTP',
    { host: 'mock.example.com:80', origin: 'http://mock.example.com' },
    open,
    true,
  ],
  [
    'of the mock itself at the port of HTTPS',
    { host: 'mock.example.com:443', origin: 'https://mock.example.com' },
    open,
    true,
  ],
  [
    'of the mock itself at IPv6',
    { host: '[2001:db8::1]:4277', origin: 'http://[2001:db8::1]:4277' },
    open,
    true,
  ],
  ['at another port', { host, origin: 'http://mock.example.com:4278' }, open, false],
  ['at the port of HTTP', { host, origin: 'http://mock.example.com' }, open, false],
  [
    'at the port of the other scheme',
    { host: 'mock.example.com:80', origin: 'https://mock.example.com' },
    open,
    false,
  ],
  [
    'whose host begins like the mock',
    { host, origin: 'http://mock.example.com:4277.evil.example' },
    open,
    false,
  ],
  ['whose host ends like the mock', { host, origin: 'http://evil.mock.example.com:4277' }, open, false],
  ['whose user is the mock', { host, origin: 'http://mock.example.com:4277@evil.example' }, open, false],
  ['with a path', { host, origin: 'http://mock.example.com:4277/' }, open, false],
  ['of another scheme', { host, origin: 'ftp://mock.example.com:4277' }, open, false],
  ['without an origin', { host, origin: 'null' }, open, false],
  ['with an empty origin', { host, origin: '' }, open, false],
  [
    'with two origins',
    { host, origin: 'http://mock.example.com:4277, http://mock.example.com:4277' },
    open,
    false,
  ],
  ['on loopback, to a mock beyond it', { host, origin: 'http://localhost:3000' }, open, false],
  ['that is named', { host, origin: 'https://tools.example.com' }, { ...open, ...named }, true],
  ['that is named on loopback', { host, origin: 'http://localhost:3000' }, { ...open, ...named }, true],
  ['that is named, over HTTP', { host, origin: 'http://tools.example.com' }, { ...open, ...named }, false],
  [
    'that is named, at another port',
    { host, origin: 'https://tools.example.com:8443' },
    { ...open, ...named },
    false,
  ],
  [
    'below one that is named',
    { host, origin: 'https://evil.tools.example.com' },
    { ...open, ...named },
    false,
  ],

  ['on loopback', { origin: 'http://127.0.0.1:3000' }, {}, true],
  ['on loopback over HTTPS', { origin: 'https://localhost:8443' }, {}, true],
  ['on loopback at IPv6', { origin: 'http://[::1]:3000' }, {}, true],
  ['on loopback where it is open', { origin: 'http://localhost:3000' }, { adminOpen: true }, true],
  ['that is foreign where loopback is open', { origin: 'http://evil.example' }, { adminOpen: true }, false],
  ['below localhost', { origin: 'http://localhost.evil.example' }, {}, false],
  ['whose user is localhost', { origin: 'http://localhost:3000@evil.example' }, {}, false],
  ['of another scheme on loopback', { origin: 'app://localhost' }, {}, false],
  ['that is named, to a mock on loopback', { origin: 'https://tools.example.com' }, named, true],
  ['that is named, by a name that was rebound', { host, origin: 'https://tools.example.com' }, named, false],
  ['that was rebound to loopback', { host, origin: `http://${host}` }, {}, false],

  ['that says it is near', { host, 'sec-fetch-site': 'same-origin' }, open, true],
  ['that says it is on the same site', { host, 'sec-fetch-site': 'same-site' }, open, true],
  ['that is none, but an address that was typed', { host, 'sec-fetch-site': 'none' }, open, true],
  ['that says it is far', { host, ...crossSite }, open, false],
  ['that says what nobody knows', { host, 'sec-fetch-site': 'elsewhere' }, open, false],
  ['that says it is far, on loopback', crossSite, {}, false],
  ['that says it is far, and is on loopback', { ...crossSite, referer: 'http://localhost:3000/' }, {}, true],
  [
    'that says it is far, but whose origin is named',
    { host, ...crossSite, origin: 'https://tools.example.com' },
    { ...open, ...named },
    true,
  ],
  [
    'in which a link was followed',
    {
      host,
      ...crossSite,
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
      referer: 'https://evil.example/',
    },
    open,
    true,
  ],
  [
    'with a frame',
    { host, ...crossSite, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
    open,
    false,
  ],
  ['with a link, in an old browser', { host, referer: 'https://evil.example/' }, open, true],
]
for (const [what, headers, options, passes] of pages) {
  t.test(`a page ${what} ${passes ? 'gets through' : 'does not get through'}`, async (t) => {
    const { inject } = await startTestMock(t, options)
    const { statusCode } = await inject({
      url: '/_mock/services',
      headers: { host: 'localhost', ...headers },
    })
    t.equal(statusCode, passes ? 200 : 403)
  })
}

/** What a page can send without asking first: forms, and requests whose answer it may not read. */
const forms = [
  ['of a foreign page', { origin: 'https://evil.example' }, false],
  ['of a page without an origin', { origin: 'null' }, false],
  ['of a foreign page in an old browser', { referer: 'https://evil.example/page' }, false],
  ['of a page of the mock in an old browser', { referer: 'http://mock.example.com:4277/docs/' }, true],
  ['of a page that nobody can tell', { referer: 'about:blank' }, false],
  ['of a page without an address', { referer: 'elsewhere' }, false],
  ['of a page that says it is far', { ...crossSite }, false],
  [
    'of a link that posts',
    { ...crossSite, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
    false,
  ],
  ['of no page at all', {}, true],
] as const
for (const [what, headers, passes] of forms) {
  t.test(`a form ${what} ${passes ? 'resets' : 'does not reset'} a mock that is open`, async (t) => {
    const { inject, admin } = await startTestMock(t, open)
    const { serviceId: made } = await admin.createService()
    const call = { method: 'POST', url: '/_mock/reset', headers: { host, ...headers } } as const
    t.equal((await inject(call)).statusCode, passes ? 204 : 403)
    const { services } = await admin.listServices()
    t.equal(
      services.some((service) => service.serviceId === made),
      !passes,
    )
  })
}
