import type { ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { readClock } from '../base/clock.ts'
import type { Delivery, Ending, WireAnswer } from '../faults/delivery.ts'
import { faultReason } from '../faults/faults.ts'
import { readJsonObject } from '../base/json.ts'
import type { Service } from '../model/service.ts'
import { callerChallenge } from '../outcome/front-door.ts'
import { writeBody, type ApiAnswer } from '../outcome/outcome.ts'
import { adviseCaller, apiName, callOf, type FrontDoor } from './call.ts'
import type { CallLog, LoggedCall } from './reports/call-log.ts'
import type { TypedBody } from './body/loose-scalars.ts'
import { journalCall, type SentAnswer } from './journal.ts'
import { ofNoService } from '../journal/journal.ts'

/** Sends the answer of a call, unless a fault replaces it, and records it in the journal. */
export async function send(
  request: FastifyRequest,
  reply: FastifyReply,
  door: FrontDoor,
  answer: ApiAnswer,
): Promise<void> {
  const { intercepted } = callOf(request)
  if (intercepted !== undefined) {
    const delivery = await intercepted.at('answer', answer)
    if (delivery !== undefined) return deliver(request, reply, door, delivery, answer)
  }
  const { status, body, location, indented } = answer
  const text = writeBody(answer)
  const sent = body === undefined || indented === true ? answer : { status, body, text }
  await record(request, reply, door, await findJournalService(request, door), answer, sent)
  await door.batchPerTick()
  if (status === 401) reply.header('www-authenticate', callerChallenge)
  if (location !== undefined) reply.header('location', location)
  reply.status(status)
  if (body === undefined) reply.send()
  else reply.type('application/json; charset=utf-8').send(text)
}

/** A refused call is recorded in the journal of the service in its path, if it exists. */
function findJournalService(
  request: FastifyRequest,
  door: FrontDoor,
): Service | undefined | Promise<Service | undefined> {
  const { service } = callOf(request)
  if (service !== undefined) return service
  const serviceId = /^\/api\/(\d+)\//.exec(request.url)?.[1]
  return serviceId === undefined ? undefined : door.store.findService(serviceId).catch(() => undefined)
}

function record(
  request: FastifyRequest,
  reply: FastifyReply,
  door: FrontDoor,
  service: Service | undefined,
  answer: ApiAnswer,
  sent: SentAnswer,
): Promise<void> | undefined {
  const at = service === undefined ? door.systemClock() : readClock(service.clock, door.systemClock())
  const { received, intercepted } = callOf(request)
  const faults = intercepted?.faults ?? []
  const elapsed = door.measures ? reply.elapsedTime : 0
  const serviceId = service?.serviceId ?? ofNoService
  const call = journalCall({ request, api: apiName(request), elapsed, at, received, answer, sent, faults })
  door.journal.record(serviceId, call)
  if (door.logCall !== undefined) writeLine(request, door, door.logCall, { serviceId, call })
  if (service === undefined || call.reason !== 'service_deleted') return undefined
  return forgetService(door, service)
}

/** Writes the line of a call; why it was refused is found out only then. */
function writeLine(request: FastifyRequest, door: FrontDoor, log: CallLog, logged: LoggedCall): void {
  const { call } = logged
  const { value: body } = (request.body ?? {}) as Partial<TypedBody>
  if (call.status < 400) return log({ ...logged, body })
  void adviseCaller(request, door, call.reason).then((advice) => log({ ...logged, body, advice }))
}

/**
 * What is not in the store of a service ends with it, unless there is a new one of its id meanwhile. Its last call was
 * recorded, for those who watch.
 */
async function forgetService(
  { store, journal, faultInjector }: FrontDoor,
  { serviceId }: Service,
): Promise<void> {
  if ((await store.findService(serviceId)) !== undefined) return
  faultInjector.clear(serviceId)
  journal.forget(serviceId)
}

/** Delivers what replaces the API's own answer, which is given if the call was decided. */
export async function deliver(
  request: FastifyRequest,
  reply: FastifyReply,
  door: FrontDoor,
  delivery: Delivery,
  decided?: ApiAnswer,
): Promise<void> {
  const sent = readSent(delivery.answer)
  const service = await findJournalService(request, door)
  await record(request, reply, door, service, decided ?? undecidedAnswer(sent, request), sent)
  if (delivery.ending !== undefined) return endConnection(reply, delivery.answer, delivery.ending)
  const { status, headers, body } = delivery.answer
  reply.status(status).headers(headers).serializer(String).send(body)
}

/** HTTP status 0 means that nothing was sent, as in a HAR. */
function readSent(answer: WireAnswer | undefined): SentAnswer {
  if (answer === undefined) return { status: 0 }
  const { status, body } = answer
  if (body === '') return { status }
  const reading = readJsonObject(body)
  return { status, body: 'value' in reading ? reading.value : { body } }
}

/** The journal's answer for a call that was not decided. */
function undecidedAnswer(sent: SentAnswer, request: FastifyRequest): ApiAnswer {
  const { trace } = callOf(request)
  return {
    ...sent,
    explanation: {
      reason: faultReason,
      source: 'assumed',
      conditionSource: 'assumed',
      messageSource: 'assumed',
      trace,
    },
  }
}

/**
 * Ends the connection when it is time. A response before that has no length: only the end of the connection completes
 * it.
 */
async function endConnection(
  reply: FastifyReply,
  answer: WireAnswer | undefined,
  { how, due }: Ending,
): Promise<void> {
  const { raw } = reply.hijack()
  if (answer !== undefined) {
    raw.removeHeader('content-length')
    raw.removeHeader('transfer-encoding')
    raw.writeHead(answer.status, { ...answer.headers, connection: 'close' })
    if (answer.body !== '') raw.write(answer.body)
  }
  await due()
  if (answer === undefined) cut(raw, how)
  else raw.end()
}

/** An in-process connection is no socket that could be reset: its other end gets the error of a reset socket. */
function cut(raw: ServerResponse, how: Ending['how']): void {
  const { socket } = raw
  if (how === 'close') raw.destroy()
  else if (socket instanceof Socket) socket.resetAndDestroy()
  else raw.destroy(resetConnection())
}

function resetConnection(): Error {
  return Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
}
