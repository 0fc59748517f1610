import { passOn, reply, send, status, type Flaw } from './flaw.ts'
import { AuthleteError, flawless } from './server.ts'

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
    what: 'revokes without asking',
    found: [
      'revoke-action',
      'revoke-once',
      'revoke-query-after',
      'revoke-status',
      'scope-status',
      'lost-answer-status',
      'failure-authlete-error',
      'failure-unknown-action',
      'failure-server-error',
      'failure-bad-gateway',
      'failure-too-many-requests',
      'failure-api-token-refused',
      'failure-reset',
      'failure-timeout',
      'failure-truncated',
    ],
    behaviour: {
      ask: async (ask, body) => (body['gmAction'] === 'REVOKE' ? { action: 'NO_CONTENT' } : ask(body)),
    },
  },
  {
    what: 'takes every failure for a mistake of the client',
    found: [
      'lost-answer-status',
      'failure-authlete-error',
      'failure-unknown-action',
      'failure-server-error',
      'failure-bad-gateway',
      'failure-too-many-requests',
      'failure-api-token-refused',
      'failure-reset',
      'failure-timeout',
      'failure-truncated',
    ],
    behaviour: {
      ...reply(({ status: right }) => (right === 500 ? { status: 400 } : {})),
      fail: () => send('', 400),
    },
  },
  {
    what: 'waits for ever',
    found: ['failure-timeout'],
    waitsForever: true,
  },
]

export const flaws: readonly Flaw[] = [...ofFailures]
