import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { readAuthority } from '../admin/access/authority.ts'
import { headerFields } from '../admin/access/header-fields.ts'

type Head = Pick<IncomingMessage, 'httpVersion' | 'rawHeaders'>

/** The error of a request that two readers could take for two. */
interface HeadError extends Error {
  readonly statusCode: 400
  readonly flaw: string
}

/** Fields of which there is one, and that decide something wherever a request goes. */
const singleFields = ['host', 'content-type', 'transfer-encoding']

const absoluteForm = /^(?<scheme>[a-z][a-z\d+.-]*):\/\/(?<authority>[^/?#]*)(?<rest>.*)$/is

/** What is wrong with the head of a request, in words; undefined where it can be read in one way only. */
export function findHeadFlaw({ raw, originalUrl }: FastifyRequest): string | undefined {
  return findVersionFlaw(raw) ?? findFieldFlaw(raw) ?? findTargetFlaw(originalUrl)
}

/** HTTP/0.9 has no header, and HTTP/2 is another protocol: both would get past what the header decides. */
function findVersionFlaw({ httpVersion }: Head): string | undefined {
  return httpVersion === '1.1' || httpVersion === '1.0' ? undefined : `HTTP/${httpVersion} is not spoken here`
}

/** One valid Host (RFC 9112 §3.2), without which Node lets HTTP/1.0 alone pass, and a body of known length (§6.1). */
function findFieldFlaw(head: Head): string | undefined {
  const repeated = singleFields.find((name) => headerFields(head, name).length > 1)
  if (repeated !== undefined) return `there is more than one field ${repeated}`
  const [host] = headerFields(head, 'host')
  if (host !== undefined && readAuthority(host) === undefined) return 'the field host is not a host'
  const [coding] = headerFields(head, 'transfer-encoding')
  if (coding === undefined) return undefined
  return head.httpVersion === '1.1' && coding.toLowerCase() === 'chunked'
    ? undefined
    : 'the only transfer coding is chunked, in HTTP/1.1'
}

/** A target is a path, or a URL of this server (RFC 9112 §3.2), which does not speak TLS (RFC 9110 §7.4). */
function findTargetFlaw(target: string): string | undefined {
  if (target.includes('#')) return 'the request target has a fragment'
  const { scheme, authority = '' } = absoluteForm.exec(target)?.groups ?? {}
  if (scheme === undefined) return undefined
  if (scheme.toLowerCase() !== 'http') return 'the request target is not a URL of HTTP without TLS'
  return readAuthority(authority) === undefined ? 'the request target has no valid host' : undefined
}

/**
 * Makes a request to a URL one to a path: its authority stands in for the Host field, which then says nothing (RFC 9112
 * §3.2.2). Gives back the path.
 */
export function settleTarget(request: IncomingMessage): string {
  const { url = '' } = request
  const { authority, rest = '' } = absoluteForm.exec(url)?.groups ?? {}
  if (authority === undefined) return url
  request.headers.host = authority
  return rest.startsWith('/') ? rest : `/${rest}`
}

/** Refuses, whatever it asks for, a request whose head has a flaw. */
export function refuseFlawedHeads(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    const flaw = findHeadFlaw(request)
    if (flaw !== undefined) throw headError(flaw)
  })
}

export function headError(flaw: string): HeadError {
  return Object.assign(new Error(`The request cannot be taken: ${flaw}.`), { statusCode: 400, flaw } as const)
}

export function isHeadError(error: Error): error is HeadError {
  return 'flaw' in error
}
