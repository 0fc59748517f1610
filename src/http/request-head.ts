import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { readAuthority } from '../base/origins/authority.ts'
import { headerFields } from '../base/origins/header-fields.ts'

type Head = Pick<IncomingMessage, 'httpVersion' | 'rawHeaders'>

/** The error of a request that two readers could take for two. */
interface HeadError extends Error {
  readonly statusCode: 400
  readonly problem: string
}

/** Fields of which there is one, and that decide something wherever a request goes. */
const singleFields = ['host', 'content-type', 'transfer-encoding']

const absoluteForm = /^(?<scheme>[a-z][a-z\d+.-]*):\/\/(?<authority>[^/?#]*)(?<rest>.*)$/is

/** HTTP/0.9 has no header, and HTTP/2 is another protocol: both would get past what the header decides. */
function findVersionProblem({ httpVersion }: Head): string | undefined {
  return httpVersion === '1.1' || httpVersion === '1.0' ? undefined : `HTTP/${httpVersion} is not spoken here`
}

/** One valid Host (RFC 9112 §3.2), without which Node lets HTTP/1.0 alone pass, and a body of known length (§6.1). */
function findFieldProblem(head: Head): string | undefined {
  const fields = singleFields.map((name) => headerFields(head, name))
  const repeated = singleFields.find((_, index) => Number(fields[index]?.length) > 1)
  if (repeated !== undefined) return `there is more than one field ${repeated}`
  const [host, , coding] = fields.map(([first]) => first)
  if (host !== undefined && readAuthority(host) === undefined) return 'the field host is not a host'
  if (coding === undefined) return undefined
  return head.httpVersion === '1.1' && coding.toLowerCase() === 'chunked'
    ? undefined
    : 'the only transfer coding is chunked, in HTTP/1.1'
}

/** A target is a path, or a URL of this server (RFC 9112 §3.2), which does not speak TLS (RFC 9110 §7.4). */
function findTargetProblem(target: string): string | undefined {
  if (target.includes('#')) return 'the request target has a fragment'
  const { scheme, authority = '' } = absoluteForm.exec(target)?.groups ?? {}
  if (scheme === undefined) return undefined
  if (scheme.toLowerCase() !== 'http') return 'the request target is not a URL of HTTP without TLS'
  return readAuthority(authority) === undefined ? 'the request target has no valid host' : undefined
}

/** Reads the head of every request, before anything else does. */
export interface HeadReader {
  /**
   * Makes a request to a URL one to a path: its authority stands in for the Host field, which then says nothing (RFC
   * 9112 §3.2.2). Gives back the path.
   */
  readonly settleTarget: (request: IncomingMessage) => string
  /** What is wrong with the head of a request, in words; undefined where it can be read in one way only. */
  readonly findProblem: (request: IncomingMessage) => string | undefined
}

/** After a flawed head it is anybody's guess where the next one begins, so nothing more is taken on its connection. */
export function createHeadReader(): HeadReader {
  const problems = new WeakMap<IncomingMessage, string>()
  const distrusted = new WeakSet<Duplex>()
  return {
    settleTarget: (request) => {
      const { socket, url = '' } = request
      const problem = distrusted.has(socket)
        ? 'it follows one that cannot be taken'
        : findHeadProblem(request, url)
      if (problem !== undefined) {
        problems.set(request, problem)
        distrusted.add(socket)
      }
      const { authority, rest = '' } = absoluteForm.exec(url)?.groups ?? {}
      if (authority === undefined) return url
      request.headers.host = authority
      return rest.startsWith('/') ? rest : `/${rest}`
    },
    findProblem: (request) => problems.get(request),
  }
}

function findHeadProblem(head: Head, target: string): string | undefined {
  return findVersionProblem(head) ?? findFieldProblem(head) ?? findTargetProblem(target)
}

/** Refuses, whatever it asks for, a request whose head has a flaw. */
export function refuseBadHeads(app: FastifyInstance, { findProblem }: HeadReader): void {
  app.addHook('onRequest', async ({ raw }, reply) => {
    const problem = findProblem(raw)
    if (problem === undefined) return
    reply.header('connection', 'close')
    throw headError(problem)
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
