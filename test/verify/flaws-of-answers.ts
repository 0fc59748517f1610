import { fields, reply, send, status, writeBody, type Flaw } from './flaw.ts'
import { AuthleteError, flawless, type Answer } from './server.ts'

const ofQuery: readonly Flaw[] = [
  {
    what: 'answers a query with 201',
    found: ['query-status'],
    behaviour: status('OK', 201),
    triedByAll: true,
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
    what: 'asks nobody about a query after the first',
    found: [
      'dpop-downgrade',
      'dpop-downgrade-with-proof',
      'dpop-scheme',
      'expired-status',
      'failure-api-token-refused',
      'failure-authlete-error',
      'failure-bad-gateway',
      'failure-recovery',
      'failure-reset',
      'failure-server-error',
      'failure-timeout',
      'failure-too-many-requests',
      'failure-truncated',
      'failure-unknown-action',
      'forbidden-status',
      'foreign-subject',
      'not-found-status',
      'query-action',
      'query-body',
      'query-encoded-grant-id',
      'query-fresh',
      'query-grant-id',
      'query-once',
      'query-status',
      'revoke-query-after',
      'scheme-case',
      'token-exact',
      'unauthorized-status',
    ],
    remember: () => {
      let asked = false
      return {
        ask: async (ask, body) => {
          if (asked && body['gmAction'] === 'QUERY') return { action: 'OK', responseContent: '{}' }
          asked = true
          return ask(body)
        },
      }
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

export const flaws: readonly Flaw[] = [...ofQuery, ...ofRevocation, ...ofRefusals]
