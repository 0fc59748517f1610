import { fields, reply, send, writeBody, type Flaw } from './flaw.ts'
import { flawless } from './server.ts'

const ofTokens: readonly Flaw[] = [
  {
    what: 'reads letters and digits alone as a token',
    found: ['token-exact'],
    behaviour: {
      readCredentials: (incoming) => {
        const credentials = flawless.readCredentials(incoming)
        return (
          credentials && { ...credentials, accessToken: credentials.accessToken.replace(/[~+/=].*$/, '') }
        )
      },
    },
  },
  {
    what: 'knows only Bearer with a capital',
    found: ['scheme-case'],
    behaviour: {
      readCredentials: (incoming) =>
        /^[A-Z]/.test(incoming.headers.authorization ?? '') ? flawless.readCredentials(incoming) : undefined,
    },
  },
  {
    what: 'answers 400 without a token',
    found: ['no-token-status'],
    behaviour: { refuseStranger: () => send('', 400) },
  },
  {
    what: 'answers 401 without a challenge',
    found: ['no-token-challenge'],
    behaviour: { refuseStranger: () => send('', 401) },
  },
  {
    what: 'tells an error where no token came',
    found: ['no-token-no-error'],
    behaviour: {
      refuseStranger: () => ({
        ...send('', 401),
        headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
      }),
    },
  },
  {
    what: 'fails at another scheme',
    found: ['other-scheme'],
    behaviour: {
      refuseStranger: (incoming) =>
        incoming.headers.authorization?.startsWith('Basic') === true
          ? send('', 500)
          : flawless.refuseStranger(incoming),
    },
  },
  {
    what: 'takes a token from the query',
    found: ['token-in-query'],
    behaviour: {
      readCredentials: (incoming) => {
        const accessToken = incoming.url.searchParams.get('access_token')
        return accessToken === null ? flawless.readCredentials(incoming) : { scheme: 'Bearer', accessToken }
      },
    },
  },
]

const ofMethods: readonly Flaw[] = [
  {
    what: 'revokes by POST',
    found: ['other-methods', 'other-methods-status'],
    behaviour: {
      findAction: (method) => (method === 'POST' ? 'REVOKE' : flawless.findAction(method)),
      writeBody: (incoming, ...rest) => ({
        ...flawless.writeBody(incoming, ...rest),
        ...(incoming.method === 'POST' && { gmAction: 'REVOKE' }),
      }),
    },
  },
  {
    what: 'does not find other methods',
    found: ['other-methods-status'],
    behaviour: { refuseMethod: () => send('', 404) },
  },
  {
    what: 'does not say which methods it allows',
    found: ['other-methods-status'],
    behaviour: { refuseMethod: (method) => send('', method === 'OPTIONS' ? 204 : 405) },
  },
  {
    what: 'asks about OPTIONS',
    found: ['options'],
    behaviour: {
      findAction: (method) => (method === 'OPTIONS' ? 'QUERY' : flawless.findAction(method)),
      readCredentials: (incoming) =>
        flawless.readCredentials(incoming) ?? { scheme: 'Bearer', accessToken: 'anonymous' },
      writeBody: (incoming, ...rest) => flawless.writeBody({ ...incoming, method: 'GET' }, ...rest),
    },
  },
  {
    what: 'does not know HEAD',
    found: ['head'],
    behaviour: {
      findAction: (method) => (method === 'HEAD' ? undefined : flawless.findAction(method)),
      refuseMethod: (method) => (method === 'HEAD' ? send('', 501) : flawless.refuseMethod(method)),
    },
  },
  {
    what: 'demands a token of OPTIONS',
    found: ['options'],
    behaviour: {
      refuseMethod: (method) => (method === 'OPTIONS' ? send('', 401) : flawless.refuseMethod(method)),
    },
  },
  {
    what: 'lists grants',
    found: ['no-list'],
    behaviour: { list: () => send('[]', 200) },
  },
]

const ofDpop: readonly Flaw[] = [
  {
    what: 'knows Bearer alone',
    found: ['dpop-scheme'],
    behaviour: {
      readCredentials: (incoming) => {
        const credentials = flawless.readCredentials(incoming)
        return credentials?.scheme === 'DPoP' ? undefined : credentials
      },
    },
  },
  {
    what: 'keeps the proof to itself',
    found: ['dpop-proof'],
    triedByAll: true,
    behaviour: writeBody(() => ({ dpop: undefined })),
  },
  {
    what: 'compares proofs with POST',
    found: ['dpop-htm-query', 'dpop-htm-revocation'],
    behaviour: writeBody(() => ({ htm: 'POST' })),
  },
  {
    what: 'compares proofs with its address behind a proxy',
    found: ['dpop-htu', 'dpop-htu-query'],
    behaviour: writeBody((_, { pathname }) => ({ htu: `http://as.internal${pathname}` })),
  },
  {
    what: 'leaves htu to a service that does not know its endpoint',
    found: ['dpop-htu', 'dpop-htu-query'],
    behaviour: writeBody(() => ({ htu: undefined })),
  },
  {
    what: 'compares proofs with the query too',
    found: ['dpop-htu-query'],
    behaviour: writeBody((_, { href }) => ({ htu: href })),
  },
  {
    what: 'takes bound tokens for unbound ones',
    found: ['dpop-downgrade', 'dpop-downgrade-with-proof'],
    behaviour: reply((_, { responseContent = '' }) =>
      /A281305/.test(responseContent) ? { status: 200, body: '{}' } : {},
    ),
  },
  {
    what: 'does not look at the scheme of a proof',
    found: ['dpop-downgrade-with-proof'],
    behaviour: {
      writeBody: (incoming, credentials, grantId) =>
        flawless.writeBody(incoming, { ...credentials, scheme: 'DPoP' }, grantId),
    },
  },
  {
    what: 'drops nonces',
    found: ['nonce-on-refusal', 'nonce-on-query', 'nonce-on-revocation'],
    behaviour: fields(() => ({ 'dpop-nonce': undefined })),
  },
  {
    what: 'drops the nonce of a success',
    found: ['nonce-on-query', 'nonce-on-revocation'],
    behaviour: fields(({ action }) => (/^(OK|NO_CONTENT)$/.test(action) ? { 'dpop-nonce': undefined } : {})),
  },
  {
    what: 'sends nonces twice',
    found: ['nonce-on-refusal', 'nonce-on-query', 'nonce-on-revocation'],
    behaviour: fields(({ dpopNonce }) =>
      dpopNonce === undefined ? {} : { 'dpop-nonce': [dpopNonce, dpopNonce] },
    ),
  },
]

export const flaws: readonly Flaw[] = [...ofTokens, ...ofMethods, ...ofDpop]
