import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { readAuthority } from '../base/origins/authority.ts'
import { isRepeated } from '../base/origins/header-fields.ts'
import type { MissRecorder } from './reports/missed-calls.ts'

type Head = Pick<IncomingMessage, 'httpVersion' | 'headers' | 'rawHeaders'>

/** The error of a request that two parsers could interpret differently. */
interface HeadError extends Error {
  readonly statusCode: 400
  readonly problem: string
}

/** Fields that must not be repeated, because they decide how a request is interpreted. */
const singleFields = ['host', 'content-type', 'transfer-encoding']

const absoluteForm = /^(?<scheme>[a-z][a-z\d+.-]*):\/\/(?<authority>[^/?#]*)(?<rest>.*)$/is

/** HTTP/0.9 has no header, and HTTP/2 is another protocol: both would bypass the checks of the header. */
function findVersionProblem({ httpVersion }: Head): string | undefined {
  return httpVersion === '1.1' || httpVersion === '1.0' ? undefined : `HTTP/${httpVersion} is not spoken here`
}

/** One valid Host (RFC 9112 §3.2), which Node does not require of HTTP/1.0, and a body of known length (§6.1). */
function findFieldProblem(head: Head, isHost: HostCheck): string | undefined {
  const repeated = singleFields.find((name) => isRepeated(head, name))
  if (repeated !== undefined) return `there is more than one field ${repeated}`
  const { host, 'transfer-encoding': coding } = head.headers
  if (host === undefined && head.httpVersion === '1.1') return 'there is no field host'
  if (host !== undefined && !isHost(host)) return 'the field host is not a host'
  if (coding === undefined) return undefined
  return head.httpVersion === '1.1' && coding.toLowerCase() === 'chunked'
    ? undefined
    : 'the only transfer coding is chunked, in HTTP/1.1'
}

type HostCheck = (host: string) => boolean

/** Nearly all calls name the same host, so the last good one is not parsed again. */
function createHostCheck(): HostCheck {
  let last: string | undefined
  return (host) => {
    if (host === last) return true
    if (readAuthority(host) === undefined) return false
    last = host
    return true
  }
}

/** The parts of an absolute target; undefined for a path, as nearly all targets are. */
function splitTarget(target: string): Readonly<Record<string, string>> | undefined {
  return target.startsWith('/') ? undefined : absoluteForm.exec(target)?.groups
}

/** A target is a path, or a URL of this server (RFC 9112 §3.2), which does not speak TLS (RFC 9110 §7.4). */
function findTargetProblem(target: string): string | undefined {
  if (target.includes('#')) return 'the request target has a fragment'
  const { scheme, authority = '' } = splitTarget(target) ?? {}
  if (scheme === undefined) return target.startsWith('/') ? undefined : 'the request target is no path'
  if (scheme.toLowerCase() !== 'http') return 'the request target is not a URL of HTTP without TLS'
  return readAuthority(authority) === undefined ? 'the request target has no valid host' : undefined
}

/** Reads the head of every request, before anything else does. */
export interface HeadReader {
  /**
   * Turns an absolute target into a path: its authority replaces the Host field, which is then ignored (RFC 9112
   * §3.2.2). Returns the path.
   */
  readonly settleTarget: (request: IncomingMessage) => string
  /** What is wrong with the head of a request; undefined if it is unambiguous. */
  readonly findProblem: (request: IncomingMessage) => string | undefined
}

/** After a bad head the beginning of the next request is unknown, so the connection accepts no more. */
export function createHeadReader(): HeadReader {
  const problems = new WeakMap<IncomingMessage, string>()
  const distrusted = new WeakSet<Duplex>()
  const isHost = createHostCheck()
  return {
    settleTarget: (request) => {
      const { socket, url = '' } = request
      const problem = distrusted.has(socket)
        ? 'it follows one that cannot be taken'
        : findHeadProblem(request, url, isHost)
      if (problem !== undefined) {
        problems.set(request, problem)
        distrusted.add(socket)
      }
      const { authority, rest = '' } = splitTarget(url) ?? {}
      if (authority === undefined) return url
      request.headers.host = authority
      return rest.startsWith('/') ? rest : `/${rest}`
    },
    findProblem: (request) => problems.get(request),
  }
}

function findHeadProblem(head: Head, target: string, isHost: HostCheck): string | undefined {
  return findVersionProblem(head) ?? findFieldProblem(head, isHost) ?? findTargetProblem(target)
}

/** Refuses every request with a bad head. The APIs of Authlete record theirs themselves. */
export function refuseBadHeads(
  app: FastifyInstance,
  { findProblem }: HeadReader,
  recordMiss: MissRecorder,
): void {
  app.addHook('onRequest', ({ raw, call, method, url: path, headers }, reply, done) => {
    const problem = findProblem(raw)
    if (problem === undefined) return done()
    const error = headError(problem)
    if (call === undefined) {
      const answer = { error: 'invalid_request', message: error.message }
      recordMiss({
        reason: 'head_malformed',
        method,
        path,
        headers,
        status: 400,
        answer,
        advice: error.message,
      })
    }
    reply.header('connection', 'close')
    return done(error)
  })
}

function headError(problem: string): HeadError {
  return Object.assign(new Error(describeRefusal(problem)), { statusCode: 400, problem } as const)
}

export function describeRefusal(problem: string): string {
  return `The request cannot be taken: ${problem}.`
}

export function isHeadError(error: Error): error is HeadError {
  return 'problem' in error
}
