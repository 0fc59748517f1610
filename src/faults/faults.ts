import type { DelayView, FaultName } from '../../schema/admin/faults.ts'
import { answerFrontDoor, callerChallenge, type FrontDoorReason } from '../outcome/front-door.ts'
import { resultMessage, writeBody, type ApiAnswer, type OutcomeRow } from '../outcome/outcome.ts'
import type { Random } from '../base/random.ts'
import { InjectedFault } from './injected-fault.ts'
import { drawDelay } from './chance.ts'
import type { WireAnswer } from './delivery.ts'
import type { CallFacts, Effect, Interruption } from './fault-injector.ts'
import { pause } from './pause.ts'

/** Before the API decides, or after its decision has taken effect. */
export type When = 'before' | 'after'

/** The parameters of a fault. */
interface FaultParts {
  readonly delay: DelayView
  readonly retryAfterSeconds: number
  readonly random: Random
  /** Aborted when the fault is deactivated. */
  readonly released: AbortSignal
}

type Act = Interruption['act']

interface FaultKind {
  /** When it can happen; the first is the default. */
  readonly when: readonly [When, ...When[]]
  /** The step at which it happens, if not at the beginning or end of the decision. */
  readonly step?: 'storage'
  readonly make: (parts: FaultParts) => Act
}

const eitherWay: FaultKind['when'] = ['before', 'after']

/** All faults. Those that change the answer of an API can only happen after it. */
export const faultKinds: Readonly<Record<FaultName, FaultKind>> = {
  latency: {
    when: eitherWay,
    make:
      ({ delay, random, released }) =>
      async ({ gone }) => {
        await pause(drawDelay(delay, random), [gone, released])
        return undefined
      },
  },
  timeout: {
    when: eitherWay,
    make:
      ({ released }) =>
      async ({ gone }) => ({ ending: { how: 'close', due: () => pause(Infinity, [gone, released]) } }),
  },
  reset_peer: { when: eitherWay, make: () => async () => ({ ending: { how: 'reset', due: atOnce } }) },
  slow_close: {
    when: ['after'],
    make: ({ delay, random, released }) =>
      onWire((answer, { gone }) => {
        const due = (): Promise<void> => pause(drawDelay(delay, random), [gone, released])
        return { answer, ending: { how: 'close', due } }
      }),
  },
  truncated_json: {
    when: ['after'],
    make: () =>
      onWire((answer) => {
        if (answer.body === '') return 'untouched'
        return { answer: { ...answer, body: answer.body.slice(0, answer.body.length / 2) } }
      }),
  },
  wrong_content_type: {
    when: ['after'],
    make: () =>
      onWire((answer) => {
        if (answer.body === '') return 'untouched'
        return { answer: { ...answer, headers: { 'content-type': 'text/plain; charset=utf-8' } } }
      }),
  },
  too_many_requests: {
    when: ['before'],
    make:
      ({ retryAfterSeconds }) =>
      async (call) => ({ answer: refuseForRate(call, retryAfterSeconds) }),
  },
  server_error: {
    when: eitherWay,
    make: () => async (call) => ({ answer: refuseAtFrontDoor('front_door_crash', call) }),
  },
  bad_gateway: { when: eitherWay, make: () => async () => ({ answer: gatewayPage }) },
  unauthorized: {
    when: ['before'],
    make: () => async (call) => ({ answer: refuseAtFrontDoor('api_token_unusable', call) }),
  },
  authlete_error: {
    when: ['before'],
    step: 'storage',
    make:
      () =>
      async ({ api }) => {
        throw new InjectedFault(api)
      },
  },
  unknown_action: {
    when: ['after'],
    make: () =>
      onAnswer((answer) => {
        if (answer.body?.['action'] === undefined) return 'untouched'
        return { answer: writeWire({ ...answer, body: { ...answer.body, action: unknownAction } }) }
      }),
  },
}

/** An action that no client of Authlete knows. */
const unknownAction = 'UNHEARD_OF'

const json = 'application/json; charset=utf-8'

async function atOnce(): Promise<void> {}

/** An act that changes the API's own answer. */
function onAnswer(change: (answer: ApiAnswer, call: CallFacts) => Effect): Act {
  return async (call, answer) => change(answer as ApiAnswer, call)
}

/** The same for the response that would be sent. */
function onWire(change: (answer: WireAnswer, call: CallFacts) => Effect): Act {
  return onAnswer((answer, call) => change(writeWire(answer), call))
}

/** The API's own answer as a response. */
function writeWire(answer: ApiAnswer): WireAnswer {
  const body = writeBody(answer)
  const headers = {
    ...(body !== '' && { 'content-type': json }),
    ...(answer.location !== undefined && { location: answer.location }),
  }
  return { status: answer.status, headers, body }
}

function refuseAtFrontDoor(reason: FrontDoorReason, { path }: CallFacts): WireAnswer {
  const answer = writeWire(answerFrontDoor(reason, { path }, []))
  if (answer.status !== 401) return answer
  return { ...answer, headers: { ...answer.headers, 'www-authenticate': callerChallenge } }
}

/** Authlete's own limit; the text in the parentheses is not published. */
const rateLimited: OutcomeRow = {
  status: 429,
  resultCode: 'A001311',
  message: '{path},  Too many requests, retry after {seconds} seconds. (Entity: service/{serviceId})',
  clause: 'Authlete API 3.0, 429',
  source: 'documented',
  conditionSource: 'inferred',
  messageSource: 'inferred',
}

/** What the journal has of an answer, as far as a fault alone decides it. */
export interface FaultAnswer {
  readonly status: number
  readonly reason: string
  readonly action?: string
  readonly resultCode?: string
}

/** The reason of every call that a fault answered before its API could. */
export const faultReason = 'fault'

/** The answers that no API gives; status 0 stands for none. */
export const faultAnswers: readonly FaultAnswer[] = [
  { status: 0, reason: faultReason },
  { status: rateLimited.status, resultCode: rateLimited.resultCode, reason: faultReason },
  { status: 502, reason: faultReason },
]

function refuseForRate({ path, serviceId = '' }: CallFacts, retryAfterSeconds: number): WireAnswer {
  const { status, resultCode } = rateLimited
  const seconds = String(retryAfterSeconds)
  const body = { resultCode, resultMessage: resultMessage(rateLimited, { path, seconds, serviceId }) }
  return {
    status,
    headers: {
      'content-type': json,
      'retry-after': seconds,
      'ratelimit-remaining': '0',
      'ratelimit-reset': seconds,
    },
    body: JSON.stringify(body),
  }
}

/** The page of a reverse proxy whose upstream is gone. */
const gatewayPage: WireAnswer = {
  status: 502,
  headers: { 'content-type': 'text/html' },
  body: [
    '<html>',
    '<head><title>502 Bad Gateway</title></head>',
    '<body>',
    '<center><h1>502 Bad Gateway</h1></center>',
    '<hr><center>nginx</center>',
    '</body>',
    '</html>',
    '',
  ].join('\r\n'),
}
