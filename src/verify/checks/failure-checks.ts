import type { FaultRequest } from '../../../schema/admin/faults.ts'
import { settleAll, type TestClient } from '../test-client.ts'
import { expectThat, skip, type Check, type Finding, type Topic } from '../check.ts'
import { askHint, expectMapped, expectOneCall } from '../evidence.ts'
import { query } from './query-checks.ts'
import { hasFilePath, hasStackTrace } from './leaks.ts'
import { describeExchange, hasAsked, textOf, type Exchange } from '../exchange.ts'

/** A way in which the call to Authlete fails. */
interface Failure {
  readonly id: string
  readonly fault: FaultRequest
  readonly what: string
  readonly clause: string
  readonly hint: string
}

const errorHint = 'Catch the error of the call to Authlete, and answer 500, 502 or 503.'

const failures: readonly Failure[] = [
  {
    id: 'authlete-error',
    fault: { fault: 'authlete_error' },
    what: 'The action AUTHLETE_ERROR',
    clause: 'Authlete API 3.0 /gm, action AUTHLETE_ERROR',
    hint: 'Map the action AUTHLETE_ERROR to 500.',
  },
  {
    id: 'unknown-action',
    fault: { fault: 'unknown_action' },
    what: 'An unknown action',
    clause: 'Authlete API 3.0 /gm',
    hint: 'Answer 500 to every action that you do not know; never take one for success.',
  },
  {
    id: 'server-error',
    fault: { fault: 'server_error' },
    what: 'HTTP 500 from Authlete',
    clause: 'Authlete API 3.0, 500',
    hint: errorHint,
  },
  {
    id: 'bad-gateway',
    fault: { fault: 'bad_gateway' },
    what: 'HTTP 502 with an HTML page from before Authlete',
    clause: 'RFC 9110 §15.6.3',
    hint: errorHint,
  },
  {
    id: 'too-many-requests',
    fault: { fault: 'too_many_requests' },
    what: 'HTTP 429 from Authlete',
    clause: 'Authlete API 3.0, 429; RFC 6585 §4',
    hint: `${errorHint} The client did not send too many requests: the 429 is meant for you.`,
  },
  {
    id: 'api-token-refused',
    fault: { fault: 'unauthorized' },
    what: 'HTTP 401 from Authlete for the API token',
    clause: 'Authlete API 3.0, 401',
    hint: `${errorHint} The client's token is not at fault: do not send the 401 on.`,
  },
  {
    id: 'reset',
    fault: { fault: 'reset_peer' },
    what: 'A connection to Authlete that is reset',
    clause: 'RFC 9110 §15.6',
    hint: errorHint,
  },
  {
    id: 'timeout',
    fault: { fault: 'timeout' },
    what: 'An Authlete that never answers',
    clause: 'RFC 9110 §15.6',
    hint: 'Give your calls to Authlete a time limit below that of your clients, and answer 503 or 504.',
  },
  // The last one, because it crashes servers that run on Authlete's SDK for TypeScript.
  {
    id: 'truncated',
    fault: { fault: 'truncated_json' },
    what: 'An answer of Authlete that breaks off',
    clause: 'RFC 9110 §15.6',
    hint: 'Catch also the errors of reading the answer of Authlete, and answer 500, 502 or 503.',
  },
]

async function sendOnce(client: TestClient, request: FaultRequest, method: string): Promise<Exchange> {
  return client.send({ method, ...(await client.mint()) }, request)
}

/** A query and a revocation while the call to Authlete fails. */
const sendDuring = async (client: TestClient, { id, fault }: Failure): Promise<readonly Exchange[]> =>
  client.once(`failure ${id}`, async () =>
    settleAll(affectedMethods.map(async (method) => sendOnce(client, fault, method))),
  )

const affectedMethods = ['GET', 'DELETE']

const errorStatuses = [500, 502, 503, 504]

const expectedErrors = 'status 500, 502, 503 or 504'

const isErrorStatus = (status = 0): boolean => errorStatuses.includes(status)

const isError = ({ status }: Exchange): boolean => isErrorStatus(status)

function checkFailure(failure: Failure): Check {
  const { id, what, clause, hint } = failure
  return {
    id: `failure-${id}`,
    level: 'must',
    title: `${what} is answered in time with 500, 502, 503 or 504`,
    clause,
    hint,
    run: async (client) => {
      const exchanges = await sendDuring(client, failure)
      const actual = exchanges
        .map((exchange, index) => `${affectedMethods[index]}: ${describeExchange(exchange)}`)
        .join(', ')
      return expectErrors(exchanges, actual)
    },
  }
}

/** Errors, after a call to /gm has failed. One that has not says nothing of how the server bears failures. */
function expectErrors(exchanges: readonly Exchange[], actual: string): Finding {
  const unaffected = exchanges.filter((exchange) => !hasAsked(exchange))
  const missed = unaffected.some(({ calls, status }) => calls.length > 0 || isErrorStatus(status))
  if (missed) return skip(`No call to /gm with the access token failed (${actual}).`)
  const advice = unaffected.length === 0 ? {} : { hint: askHint }
  return expectThat(exchanges, exchanges.every(isError), { expected: expectedErrors, actual, ...advice })
}

/** All responses of the authorization server to requests whose calls to Authlete failed. */
async function listAnswers(client: TestClient): Promise<readonly Exchange[]> {
  const exchanges: Exchange[] = []
  for (const failure of failures) exchanges.push(...(await sendDuring(client, failure)))
  return exchanges.filter((exchange) => exchange.status !== undefined && hasAsked(exchange))
}

const noAnswers = 'No request was answered whose call to /gm failed.'

/** The parts of a response that can reveal something to the client. */
const joinAnswer = ({ body, fields }: Exchange): string => [body, ...fields('www-authenticate')].join('\n')

const listCodes = (exchange: Exchange): readonly string[] => joinAnswer(exchange).match(/\bA\d{6}\b/g) ?? []

/** The names of secrets that the response reveals. */
function listSecrets(exchange: Exchange): readonly string[] {
  const text = joinAnswer(exchange)
  const { calls } = exchange
  const holds = (secret = ''): boolean => secret !== '' && text.includes(secret)
  const found = {
    'the API token': calls.some(({ authorization }) => holds(authorization.replace(/^\w+ /, ''))),
    'the access token': calls.some(({ sent }) => holds(textOf(sent, 'accessToken'))),
    'a stack trace': hasStackTrace(text),
    'the path of a file': hasFilePath(text),
    "the page of Authlete's gateway": /<html|<\/title>/i.test(text),
    'the URL of the API': /\/api\/\d+\/gm\b/.test(text),
  }
  return Object.entries(found).flatMap(([name, leaks]) => (leaks ? [name] : []))
}

const afterwards: readonly Check[] = [
  {
    id: 'failure-secrets',
    level: 'must',
    title: 'None of these answers reveals a token, a stack trace or internals of the server',
    clause: 'RFC 9700 §4; OWASP API8:2023',
    hint: 'Write the error to the log, and send the client a text of your own.',
    run: async (client) => {
      const answers = await listAnswers(client)
      if (answers.length === 0) return skip(noAnswers)
      const leaks = answers.filter((exchange) => listSecrets(exchange).length > 0)
      const actual = [...new Set(leaks.flatMap(listSecrets))].join(', ')
      return expectThat(leaks, leaks.length === 0, { expected: 'nothing of the kind', actual })
    },
  },
  {
    id: 'failure-codes',
    level: 'should',
    title: "None of these answers has one of Authlete's result codes",
    clause: 'Authlete API 3.0, resultCode',
    hint: 'Keep resultMessage, and for 500 responseContent too, for the log: they are for you, not for clients.',
    run: async (client) => {
      const answers = await listAnswers(client)
      if (answers.length === 0) return skip(noAnswers)
      const revealing = answers.filter((exchange) => listCodes(exchange).length > 0)
      const actual = [...new Set(revealing.flatMap(listCodes))].join(', ')
      return expectThat(revealing, revealing.length === 0, { expected: 'no result code', actual })
    },
  },
  {
    id: 'failure-not-cached',
    level: 'should',
    title: 'None of these answers may be stored by a cache',
    clause: 'RFC 9111 §5.2.2.5',
    hint: 'Send Cache-Control: no-store with errors too.',
    run: async (client) => {
      const answers = (await listAnswers(client)).filter(isError)
      if (answers.length === 0) return skip('No failure was answered with an error.')
      const open = answers.filter(({ fields }) => !/no-store/i.test(fields('cache-control').join()))
      const actual = `${open.length} of ${answers.length} answers without`
      return expectThat(open, open.length === 0, { expected: 'Cache-Control: no-store', actual })
    },
  },
  {
    id: 'failure-recovery',
    level: 'should',
    title: 'A query after all this is answered with 200 again',
    clause: 'Authlete API 3.0 /gm, action OK',
    hint: 'Let no failed call affect a later one: discard broken connections, close circuit breakers soon.',
    run: async (client) => {
      const { status } = await query(client)
      if (status !== 200) return skip('The first query was not answered with 200 either.')
      if ((await listAnswers(client)).length === 0) return skip(noAnswers)
      return expectMapped(await client.send({ method: 'GET', ...(await client.mint()) }), 'OK', 200)
    },
  },
]

const ofLostAnswers: readonly Check[] = [
  {
    id: 'lost-answer-status',
    level: 'must',
    title: 'A revocation whose answer is lost is not reported as done',
    clause: 'RFC 9110 §15.6',
    hint: errorHint,
    run: async (client) => {
      const exchange = await loseAnswer(client)
      return expectErrors([exchange], describeExchange(exchange))
    },
  },
  {
    id: 'lost-answer-once',
    level: 'should',
    title: 'A revocation whose answer is lost is not sent again unasked',
    clause: 'RFC 9110 §9.2.2',
    hint: 'Switch off automatic retries for /gm, also those of your HTTP library: the first call may have ended the grant, and then the second one is answered with NOT_FOUND.',
    run: async (client) => {
      const exchange = await loseAnswer(client)
      if (exchange.calls.length === 0) return skip(`/gm was not called (${exchange.description}).`)
      return expectOneCall(exchange)
    },
  },
]

/** A revocation that takes effect, but whose response is lost. */
const loseAnswer = async (client: TestClient): Promise<Exchange> =>
  client.once('lost answer', async () => sendOnce(client, { fault: 'reset_peer', when: 'after' }, 'DELETE'))

export const failureTopic: Topic = {
  id: 'failures',
  name: 'Failures of Authlete',
  checks: [...ofLostAnswers, ...failures.map(checkFailure), ...afterwards],
}
