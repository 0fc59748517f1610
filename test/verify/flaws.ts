import type { NewServiceOrder } from '../../schema/admin.ts'
import { AuthleteError, flawless, type Answer, type Behaviour, type Reply } from './server.ts'

/** An authorization server with one thing wrong, and the checks that must find it: these, and no others. */
export interface Flaw {
  readonly what: string
  readonly found: readonly string[]
  readonly behaviour?: Partial<Behaviour>
  /** Made anew for each server, where it has a memory. */
  readonly remember?: () => Partial<Behaviour>
  readonly service?: NewServiceOrder
  readonly waitsForever?: true
}

/** Answers as it should, and then differently. */
function reply(change: (reply: Reply, answer: Answer, method: string) => Partial<Reply>): Partial<Behaviour> {
  return {
    reply: (answer, incoming) => {
      const right = flawless.reply(answer, incoming)
      return { ...right, ...change(right, answer, incoming.method) }
    },
  }
}

/** Sends another status for an action. */
const status = (action: string, instead: number): Partial<Behaviour> =>
  reply((_, answer) => (answer.action === action ? { status: instead } : {}))

/** Sends other header fields; undefined takes one away. */
const fields = (
  change: (answer: Answer) => Readonly<Record<string, string | readonly string[] | undefined>>,
): Partial<Behaviour> =>
  reply(({ headers }, answer) => {
    const given = Object.entries({ ...headers, ...change(answer) })
    const kept = given.filter((pair): pair is [string, string] => pair[1] !== undefined)
    return { headers: Object.fromEntries(kept) }
  })

const send = (text: string, code = 503): Reply => ({
  status: code,
  headers: { 'cache-control': 'no-store' },
  body: text,
})

/** Sends something else where the call to Authlete came to nothing with this status. */
const passOn = (code: number): Partial<Behaviour> => ({
  fail: (error, incoming) =>
    error instanceof AuthleteError && error.status === code ? send('', code) : flawless.fail(error, incoming),
})

const writeBody = (
  change: (
    body: ReturnType<Behaviour['writeBody']>,
    url: URL,
  ) => Readonly<Record<string, string | undefined>>,
): Partial<Behaviour> => ({
  writeBody: (incoming, ...rest) => {
    const body = flawless.writeBody(incoming, ...rest)
    return { ...body, ...change(body, incoming.url) }
  },
})

const ofQuery: readonly Flaw[] = [
  {
    what: 'answers a query with 201',
    found: ['query-status'],
    behaviour: status('OK', 201),
  },
  {
    what: 'wraps the grant',
    found: ['query-body'],
    behaviour: reply(({ body }, { action }) => (action === 'OK' ? { body: `{"grant":${body}}` } : {})),
  },
  {
    what: 'sends the grant in another encoding',
    found: ['query-body'],
    behaviour: reply(({ body }) => ({ body: body.replaceAll('ß', '\u00c3\u0178') })),
  },
  {
    what: 'calls the grant text',
    found: ['query-content-type'],
    behaviour: fields(() => ({ 'content-type': 'text/plain' })),
  },
  {
    what: 'lets a grant be cached',
    found: ['query-no-store'],
    behaviour: fields(({ action }) => (action === 'OK' ? { 'cache-control': 'no-cache' } : {})),
  },
  {
    what: 'asks twice for a query',
    found: ['query-once'],
    behaviour: {
      ask: async (ask, body) => {
        if (body['gmAction'] === 'QUERY' && body['dpop'] === undefined) await ask(body)
        return ask(body)
      },
    },
  },
  {
    what: 'does not decode the grant id',
    found: ['query-encoded-grant-id'],
    behaviour: { readGrantId: (path) => path.slice('/grants/'.length) },
  },
  {
    what: 'decodes the grant id as a form',
    found: ['query-encoded-grant-id'],
    behaviour: { readGrantId: (path) => flawless.readGrantId(path.replaceAll('%2B', '%20')) },
  },
  {
    what: 'cuts the grant id',
    found: ['query-status', 'query-grant-id', 'query-encoded-grant-id', 'forbidden-status'],
    behaviour: {
      readGrantId: (path) => flawless.readGrantId(path),
      writeBody: (incoming, credentials, grantId) =>
        flawless.writeBody(incoming, credentials, incoming.method === 'DELETE' ? grantId : grantId.slice(1)),
    },
  },
  {
    what: 'remembers the answers to queries',
    found: ['query-fresh'],
    remember: () => {
      const answers = new Map<string, Answer>()
      return {
        ask: async (ask, body) => {
          const key = JSON.stringify(body)
          const known = answers.get(key)
          if (known !== undefined) return known
          const answer = await ask(body)
          if (answer.action === 'OK') answers.set(key, answer)
          return answer
        },
      }
    },
  },
]

const ofRevocation: readonly Flaw[] = [
  {
    what: 'answers a revocation with 200',
    found: ['revoke-status'],
    behaviour: status('NO_CONTENT', 200),
  },
  {
    what: 'says something about a revocation',
    found: ['revoke-status', 'revoke-empty'],
    behaviour: reply((_, { action }) => (action === 'NO_CONTENT' ? { status: 200, body: '{}' } : {})),
  },
  {
    what: 'revokes twice',
    found: ['revoke-status', 'revoke-once'],
    behaviour: {
      ask: async (ask, body) => {
        if (body['gmAction'] === 'REVOKE') await ask(body)
        return ask(body)
      },
    },
  },
  {
    what: 'queries where it should revoke',
    found: ['revoke-status', 'revoke-action', 'scope-status'],
    behaviour: writeBody(() => ({ gmAction: 'QUERY' })),
  },
  {
    what: 'revokes where it should query',
    found: ['query-status', 'query-action'],
    behaviour: writeBody(({ gmAction }) => (gmAction === 'QUERY' ? { gmAction: 'REVOKE' } : {})),
  },
  {
    what: 'takes a grant that is gone for a success',
    found: ['revoke-again', 'revoke-query-after', 'not-found-status'],
    behaviour: status('NOT_FOUND', 204),
  },
  {
    what: 'keeps silent about a lost revocation',
    found: ['failure-reset', 'failure-timeout', 'lost-answer-status'],
    behaviour: {
      fail: (error, incoming) =>
        incoming.method === 'DELETE' && !(error instanceof AuthleteError) && !(error instanceof SyntaxError)
          ? send('', 204)
          : flawless.fail(error, incoming),
    },
  },
]

const ofRefusals: readonly Flaw[] = [
  {
    what: 'answers UNAUTHORIZED with 400',
    found: ['unauthorized-status', 'expired-status', 'scope-status'],
    behaviour: status('UNAUTHORIZED', 400),
  },
  {
    what: 'answers FORBIDDEN with 401',
    found: ['forbidden-status'],
    behaviour: status('FORBIDDEN', 401),
  },
  {
    what: 'answers NOT_FOUND with 400',
    found: ['revoke-again', 'revoke-query-after', 'not-found-status'],
    behaviour: status('NOT_FOUND', 400),
  },
  {
    what: 'sends no challenge',
    found: [
      'unauthorized-challenge',
      'scope-challenge',
      'forbidden-challenge',
      'dpop-challenge',
      'nonce-challenge',
    ],
    behaviour: fields(() => ({ 'www-authenticate': undefined })),
  },
  {
    what: 'writes challenges of its own',
    found: [
      'unauthorized-challenge',
      'scope-challenge',
      'forbidden-challenge',
      'dpop-challenge',
      'nonce-challenge',
    ],
    behaviour: fields(({ action }) =>
      /^(UNAUTHORIZED|FORBIDDEN)$/.test(action) ? { 'www-authenticate': 'Bearer error="invalid_token"' } : {},
    ),
  },
  {
    what: 'shows the grants of other subjects',
    found: ['foreign-subject'],
    service: { mock: { strictOwnership: false } },
  },
]

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
        /^Basic/.test(incoming.headers.authorization ?? '')
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

const ofFailures: readonly Flaw[] = [
  {
    what: 'takes AUTHLETE_ERROR for a mistake of the client',
    found: ['failure-authlete-error'],
    behaviour: status('AUTHLETE_ERROR', 400),
  },
  {
    what: 'takes any other action for a success',
    found: ['failure-unknown-action'],
    behaviour: status('UNHEARD_OF', 200),
  },
  {
    what: 'breaks off where Authlete fails',
    found: ['failure-server-error'],
    behaviour: {
      fail: (error, incoming) =>
        error instanceof AuthleteError && error.status === 500 ? 'hang up' : flawless.fail(error, incoming),
    },
  },
  {
    what: 'takes the error of a gateway for a missing grant',
    found: ['failure-bad-gateway'],
    behaviour: {
      fail: (error, incoming) =>
        error instanceof AuthleteError && error.status === 502
          ? send('', 404)
          : flawless.fail(error, incoming),
    },
  },
  { what: 'passes 429 on', found: ['failure-too-many-requests'], behaviour: passOn(429) },
  { what: 'passes 401 on', found: ['failure-api-token-refused'], behaviour: passOn(401) },
  {
    what: 'breaks off where the connection does',
    found: ['failure-reset', 'failure-timeout', 'lost-answer-status'],
    behaviour: {
      fail: (error, incoming) =>
        error instanceof AuthleteError || error instanceof SyntaxError
          ? flawless.fail(error, incoming)
          : 'hang up',
    },
  },
  {
    what: 'takes half an answer for a whole one',
    found: ['failure-truncated'],
    behaviour: {
      fail: (error, incoming) =>
        error instanceof SyntaxError ? send('{}', 200) : flawless.fail(error, incoming),
    },
  },
  {
    what: 'tells what Authlete said',
    found: ['failure-secrets', 'failure-codes'],
    behaviour: { fail: (error) => send(String(error)) },
  },
  {
    what: 'tells where it failed',
    found: ['failure-secrets'],
    behaviour: {
      fail: () => send('Error: failed\n    at askAuthlete (file:///srv/as/dist/authlete.js:12:3)'),
    },
  },
  {
    what: 'tells the challenge of an error of Authlete',
    found: ['failure-codes'],
    behaviour: reply((_, { action, responseContent = '' }) =>
      action === 'AUTHLETE_ERROR' ? { body: responseContent } : {},
    ),
  },
  {
    what: 'lets errors be cached',
    found: ['failure-not-cached'],
    behaviour: { fail: () => ({ status: 503, headers: {}, body: '' }) },
  },
  {
    what: 'does not come back after failures',
    found: ['failure-recovery'],
    remember: () => {
      let failures = 0
      return {
        ask: async (ask, body) => {
          if (failures > 10) throw new Error('the circuit is open')
          return ask(body)
        },
        fail: (error, incoming) => {
          failures += 1
          return flawless.fail(error, incoming)
        },
      }
    },
  },
  {
    what: 'tries again when a connection breaks',
    found: ['lost-answer-once'],
    behaviour: {
      ask: async (ask, body) => {
        try {
          return await ask(body)
        } catch (error) {
          if (error instanceof TypeError) return ask(body)
          throw error
        }
      },
    },
  },
  {
    what: 'waits for ever',
    found: ['failure-timeout'],
    waitsForever: true,
  },
]

export const flaws: readonly Flaw[] = [
  ...ofQuery,
  ...ofRevocation,
  ...ofRefusals,
  ...ofTokens,
  ...ofMethods,
  ...ofDpop,
  ...ofFailures,
]
