import { maxHeaderSize, STATUS_CODES, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { writeJsonLine } from '../../base/json.ts'
import type { unreadableStatuses } from '../../journal/journal.ts'
import type { MissRecorder } from './missed-calls.ts'

/** How long a request may take to arrive, in milliseconds. */
export const requestTimeout = 30_000

/** The error of a connection whose octets are no request. */
interface ConnectionError extends Error {
  readonly code?: string
  /** A Buffer with the octets that could not be read, if there are any. */
  readonly rawPacket?: unknown
}

/** What came in place of a request. None of its octets is repeated: they may be a secret. */
interface Unreadable {
  readonly status: (typeof unreadableStatuses)[number]
  readonly actual: string
  readonly advice: string
}

/** The first octet of a TLS handshake (RFC 8446 §5.1). */
const handshake = 22

/** The beginning of a connection of HTTP/2 (RFC 9113 §3.4). */
const preface = 'PRI * HTTP/2.0'

function describeUnreadable({ code, message, rawPacket }: ConnectionError): Unreadable {
  const octets = rawPacket instanceof Buffer ? rawPacket : Buffer.alloc(0)
  if (octets[0] === handshake) {
    const advice = 'This port speaks HTTP without TLS: the base URL begins with http://.'
    return { status: 400, actual: 'a TLS handshake', advice }
  }
  if (octets.subarray(0, preface.length).toString('latin1') === preface) {
    return { status: 400, actual: 'a connection of HTTP/2', advice: 'This port speaks HTTP/1.1.' }
  }
  if (code === 'HPE_HEADER_OVERFLOW') {
    const advice = `Its path and its header fields together have at most ${maxHeaderSize / 1024} KiB.`
    return { status: 431, actual: 'a request with a long head', advice }
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    const advice = `A request has to arrive within ${requestTimeout / 1000} seconds.`
    return { status: 408, actual: 'a part of a request', advice }
  }
  return {
    status: 400,
    actual: 'a malformed request',
    advice: `It is not HTTP/1.1: ${message.replace('Parse Error: ', '')}.`,
  }
}

type ConnectionErrorAnswerer = (error: ConnectionError, socket: Duplex) => void

/** Answers and records what is no request, such as a TLS handshake, and ends its connection. */
export function answerConnectionErrors(recordMiss: MissRecorder): ConnectionErrorAnswerer {
  return (error, socket) => {
    // A client that has gone, or that opened a connection in advance and did not use it, has made no call.
    if (error.code === 'ECONNRESET' || socket.destroyed) return
    if ('bytesRead' in socket && socket.bytesRead === 0) return void socket.destroy()
    const { status, actual, advice } = describeUnreadable(error)
    const answer = { error: 'invalid_request', message: `The request cannot be read. ${advice}` }
    const call = { reason: 'head_malformed', method: '', path: '', headers: {}, status, answer } as const
    recordMiss({ ...call, actual, advice })
    endConnection(socket, status, answer)
  }
}

/** Answers who takes the mock for a proxy (RFC 9110 §9.3.6); the server itself would only end the connection. */
export function refuseTunnels(app: FastifyInstance, recordMiss: MissRecorder): void {
  app.server.on('connect', ({ method = '', url: path = '', headers }: IncomingMessage, socket: Duplex) => {
    const advice = 'CONNECT is for proxies, and the mock is none.'
    const answer = { error: 'method_not_allowed', message: advice }
    recordMiss({ reason: 'method_not_allowed', method, path, headers, status: 405, answer, advice })
    endConnection(socket, 405, answer)
  })
}

function endConnection(socket: Duplex, status: number, answer: object): void {
  if (socket.writable) {
    const body = writeJsonLine(answer)
    const lines = [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
    ]
    socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`)
  }
  socket.destroy()
}
